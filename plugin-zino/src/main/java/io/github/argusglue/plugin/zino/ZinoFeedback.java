package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries to Zino what people do in Argus. Looks first what is there already, so the same deed may come any number of
 * times, and an operator who has done something else in Zino meanwhile is not overruled.
 */
final class ZinoFeedback implements FeedbackSink {
    private static final Logger log = LoggerFactory.getLogger("zino");

    /** How far the clocks of Argus and Zino may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final Writing writing;
    private final String user;
    private final Talk talk;

    ZinoFeedback(Writing writing, String user, Talk talk) {
        this.writing = writing;
        this.user = user;
        this.talk = talk;
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return writing.kinds();
    }

    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        Optional<ZinoCase> seen = talk.read(feedback.alertId());
        if (seen.isEmpty()) {
            log.debug("case '{}' is gone: nothing to do for {}", feedback.alertId(), feedback.kind());
            return;
        }
        Situation now = new Situation(
                feedback,
                seen.get(),
                talk.lines("GETHIST", Reply.HISTORY, seen.get().number()));
        switch (feedback.kind()) {
            case ACKNOWLEDGED -> acknowledge(now);
            case UNACKNOWLEDGED -> withdraw(now);
            case TICKET_SET -> ticket(now);
            case CLOSED -> close(now);
            case REOPENED -> reopen(now);
        }
    }

    /** What was done in Argus, and how the case is now. */
    private record Situation(Feedback feedback, ZinoCase seen, List<HistoryLine> history) {
        long number() {
            return seen.number();
        }

        Instant since() {
            return feedback.at().minus(CLOCKS);
        }
    }

    private void acknowledge(Situation now) throws SourceException, InterruptedException {
        Optional<String> target = writing.acknowledge().state();
        if (target.isEmpty() || now.seen().isClosed()) {
            return;
        }
        List<String> text =
                NoteText.acknowledged(now.feedback().text(), now.feedback().actor());
        int from = 1 + lastNote(now.history(), NoteText::isWithdrawal);
        noteAndSet(now, text, from, target.get(), now.seen().state().equals(ZinoCase.OPEN));
    }

    private void close(Situation now) throws SourceException, InterruptedException {
        if (now.seen().isClosed()) {
            return;
        }
        List<String> text =
                NoteText.closed(now.feedback().text(), now.feedback().actor());
        noteAndSet(now, text, 0, ZinoCase.CLOSED, true);
    }

    /** @param from where in the history the note may be already */
    private void noteAndSet(Situation now, List<String> text, int from, String state, boolean fromHere)
            throws SourceException, InterruptedException {
        int noted = indexOfNote(now, text, from);
        if (noted < 0) {
            write(now.number(), text);
        } else if (hasChanged(now.history().subList(noted, now.history().size()))) {
            return; // by us then, or by somebody who knew better
        }
        if (fromHere) {
            set(now.number(), state);
        }
    }

    private static boolean hasChanged(List<HistoryLine> history) {
        return history.stream().anyMatch(line -> line.change().isPresent());
    }

    /** Sets the state back, if it is still the one that we set. */
    private void withdraw(Situation now) throws SourceException, InterruptedException {
        int changed = lastChange(now.history());
        boolean ours = changed >= 0
                && now.history()
                        .get(changed)
                        .change()
                        .filter(change -> change.user().equals(user))
                        .isPresent();
        if (!ours || !now.seen().state().equals(writing.acknowledge().state().orElse(""))) {
            return;
        }
        List<String> text =
                NoteText.withdrawn(now.feedback().text(), now.feedback().actor());
        if (indexOfNote(now, text, changed) < 0) {
            write(now.number(), text);
        }
        set(now.number(), ZinoCase.OPEN);
    }

    private void ticket(Situation now) throws SourceException, InterruptedException {
        Optional<URI> url = now.feedback().ticketUrl();
        if (url.isEmpty()
                || now.history().stream()
                        .anyMatch(line -> line.text().contains(url.get().toString()))) {
            return;
        }
        write(now.number(), NoteText.ticket(url.get().toString(), now.feedback().actor()));
    }

    /** Zino cannot reopen a case, but who looks at it there has to know. */
    private void reopen(Situation now) throws SourceException, InterruptedException {
        List<String> text = NoteText.reopened(
                now.feedback().text(), now.feedback().actor(), now.seen().isClosed());
        if (indexOfNote(now, text, 0) < 0) {
            write(now.number(), text);
        }
    }

    private int indexOfNote(Situation now, List<String> text, int from) {
        String wanted = String.join("\n", text);
        for (int i = now.history().size() - 1; i >= from; i--) {
            HistoryLine line = now.history().get(i);
            // Whoever wrote it: the service that did this before us may have had another name in Zino.
            if (line.isNote() && !line.at().isBefore(now.since()) && line.text().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private int lastNote(List<HistoryLine> history, Predicate<String> text) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).isNoteBy(user) && text.test(history.get(i).text())) {
                return i;
            }
        }
        return -1;
    }

    private static int lastChange(List<HistoryLine> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).change().isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private void write(long number, List<String> text) throws SourceException, InterruptedException {
        String command = "ADDHIST " + number;
        talk.once(session -> {
            Reply reply = session.write(command, text);
            if (!reply.isUnknownCase()) {
                session.require(Reply.DONE, command, reply);
            }
            return reply;
        });
    }

    private void set(long number, String state) throws SourceException, InterruptedException {
        String command = "SETSTATE " + number + " " + state;
        talk.once(session -> {
            Reply reply = session.ask(command);
            if (!reply.isUnknownCase() && !reply.isClosedForGood()) {
                session.require(Reply.DONE, command, reply);
            }
            return reply;
        });
    }
}
