package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of an adapter that reads the log which its system keeps for an alert. The fake is a {@link HistorySystem}. */
public interface HistoryContract extends AbilityContract {

    /** Returns the entries as they are shown in the line that says what is wrong. */
    static List<String> lines(List<HistoryEntry> entries) {
        return entries.stream()
                .map(entry -> entry.at() + " " + entry.author() + ": " + entry.text())
                .toList();
    }

    /** Opens an alert and adds two lines to its log. */
    @SuppressWarnings("ReferenceEquality") // The core asks for a history if the object is another one.
    private Alert alertWithTwoLines() throws Exception {
        HistorySystem system = bench().system(HistorySystem.class);
        bench().adapter().start();
        system.open("one");
        Alert before = bench().awaitOne();
        bench().advance(Duration.ofSeconds(5));
        system.addLine("one", "ola", "called the carrier");
        bench().advance(Duration.ofSeconds(5));
        system.addLine("one", "ola", "they are digging");
        return bench().await(
                        bench().adapter(),
                        Rule.HISTORY,
                        "another object for an alert whose log has grown",
                        found -> found.alerts().size() == 1 && found.alerts().get(0) != before)
                .alerts()
                .get(0);
    }

    @Test
    default void linesOfPeopleAreReturnedInOrder() throws Exception {
        Alert alert = alertWithTwoLines();
        List<HistoryEntry> entries = bench().adapter().entriesSince(alert.id(), alert.startedAt());
        List<String> texts = entries.stream().map(HistoryEntry::text).toList();
        int first = indexOf(texts, "called the carrier");
        int second = indexOf(texts, "they are digging");
        Rule.HISTORY.check(
                first >= 0 && second >= 0, "two lines were added to the log, and the history has " + lines(entries));
        Rule.HISTORY.check(
                first < second
                        && entries.stream()
                                .sorted(Comparator.comparing(HistoryEntry::at))
                                .toList()
                                .equals(entries),
                "the oldest line is not first: " + lines(entries));
    }

    private static int indexOf(List<String> texts, String part) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    default void entriesAreTheSameWheneverTheyAreRead() throws Exception {
        Alert alert = alertWithTwoLines();
        List<HistoryEntry> first = bench().adapter().entriesSince(alert.id(), alert.startedAt());
        Rule.HISTORY.check(!first.isEmpty(), "two lines were added to the log, and the history is empty");
        bench().advance(Duration.ofSeconds(61));
        Rule.HISTORY.checkEqual(
                lines(first),
                lines(bench().adapter().entriesSince(alert.id(), alert.startedAt())),
                "the history when it is read again, a minute later");
        bench().replaceAdapter();
        bench().adapter().start();
        AlertId id = bench().awaitOne().id();
        Rule.HISTORY.checkEqual(
                lines(first),
                lines(bench().adapter().entriesSince(id, alert.startedAt())),
                "the history that a new adapter reads");
    }

    @Test
    default void entriesBeforeTheGivenTimeAreLeftOut() throws Exception {
        Alert alert = alertWithTwoLines();
        List<HistoryEntry> all = bench().adapter().entriesSince(alert.id(), alert.startedAt());
        Rule.HISTORY.check(!all.isEmpty(), "two lines were added to the log, and the history is empty");
        Instant last = all.get(all.size() - 1).at();
        List<HistoryEntry> late = bench().adapter().entriesSince(alert.id(), last);
        Rule.HISTORY.check(
                late.stream().noneMatch(entry -> entry.at().isBefore(last)) && !late.isEmpty(),
                "the entries at or after " + last + " are " + lines(late));
    }

    /** A history that came with the last snapshot is known while the system is down. */
    @Test
    default void historyOfADownSystemIsAFailure() throws Exception {
        Alert alert = alertWithTwoLines();
        List<String> before = lines(bench().adapter().entriesSince(alert.id(), alert.startedAt()));
        bench().system().inject(FakeSystem.Failure.DOWN);
        List<HistoryEntry> found;
        try {
            found = bench().adapter().entriesSince(alert.id(), alert.startedAt());
        } catch (SourceException e) {
            return;
        }
        Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.checkEqual(
                before, lines(found), "what entriesSince() returned while the system was down");
    }
}
