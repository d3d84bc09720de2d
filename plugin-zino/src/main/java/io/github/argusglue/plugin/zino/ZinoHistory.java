package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lines of a case for the incident's log. Zino's times have whole seconds; entries of one second are set apart by as
 * many microseconds as they come after the first, so that each is one of its own, in its order, at every reading.
 */
final class ZinoHistory implements HistorySource {
    private final Writing.History wanted;
    private final String user;
    private final Talk talk;

    ZinoHistory(Writing.History wanted, String user, Talk talk) {
        this.wanted = wanted;
        this.user = user;
        this.talk = talk;
    }

    @Override
    public List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException {
        Optional<ZinoCase> seen = talk.read(id);
        if (seen.isEmpty()) {
            return List.of();
        }
        long number = seen.get().number();
        Instant from = since.truncatedTo(ChronoUnit.SECONDS);
        List<HistoryEntry> entries = new ArrayList<>();
        for (HistoryLine line : talk.lines("GETHIST", Reply.HISTORY, number)) {
            if (!line.at().isBefore(from) && isNews(line)) {
                entries.add(HistoryEntry.of(at(line), author(line), line.text()));
            }
        }
        if (wanted == Writing.History.ALL) {
            for (HistoryLine line : talk.lines("GETLOG", Reply.LOG, number)) {
                if (!line.at().isBefore(from)) {
                    entries.add(HistoryEntry.of(at(line), "Zino", text(line)));
                }
            }
            entries.sort(Comparator.comparing(HistoryEntry::at));
        }
        return entries;
    }

    private static Instant at(HistoryLine line) {
        return line.at().plus(line.ordinal(), ChronoUnit.MICROS);
    }

    private static String text(HistoryLine line) {
        // A log entry of one word is no note.
        return line.isNote() ? line.first() + (line.more().isEmpty() ? "" : "\n" + line.text()) : line.text();
    }

    /** Tells whether Argus does not know it yet: that the case was opened, and what we did, it knows. */
    private boolean isNews(HistoryLine line) {
        Optional<HistoryLine.Change> change = line.change();
        if (change.isPresent()) {
            boolean opening = change.get().from().equals("embryonic");
            return !opening && !change.get().user().equals(user);
        }
        if (line.isNoteBy(user)) {
            return !line.text().isEmpty() && !NoteText.looksOurs(line.text());
        }
        return true;
    }

    private static String author(HistoryLine line) {
        if (line.isNote()) {
            return line.first();
        }
        return line.change()
                .map(HistoryLine.Change::user)
                .filter(name -> !name.equals("monitor"))
                .orElse("Zino");
    }
}
