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
 * Reads the history of a case for the incident's log. Zino's times have a resolution of one second. Each further entry
 * of the same second is shifted by one microsecond, so that entries keep their identity and order at every reading.
 */
final class ZinoHistory implements HistorySource {
    private final FeedbackConfig.HistoryMode mode;
    private final String user;
    private final ZinoCommands commands;

    ZinoHistory(FeedbackConfig.HistoryMode mode, String user, ZinoCommands commands) {
        this.mode = mode;
        this.user = user;
        this.commands = commands;
    }

    @Override
    public List<HistoryEntry> entriesSince(AlertId id, Instant since) throws SourceException, InterruptedException {
        Optional<ZinoCase> zinoCase = commands.readCase(id);
        if (zinoCase.isEmpty()) {
            return List.of();
        }
        long number = zinoCase.get().number();
        Instant from = since.truncatedTo(ChronoUnit.SECONDS);
        List<HistoryEntry> entries = new ArrayList<>();
        for (CaseLogEntry line : withoutClose(commands.readLog("GETHIST", ZinoReply.HISTORY, number))) {
            if (!line.at().isBefore(from) && isNewToArgus(line)) {
                entries.add(HistoryEntry.of(at(line), author(line), line.text()));
            }
        }
        if (mode == FeedbackConfig.HistoryMode.ALL) {
            for (CaseLogEntry line : commands.readLog("GETLOG", ZinoReply.LOG, number)) {
                if (!line.at().isBefore(from)) {
                    entries.add(HistoryEntry.of(at(line), "Zino", text(line)));
                }
            }
            entries.sort(Comparator.comparing(HistoryEntry::at));
        }
        return entries;
    }

    /**
     * Leaves out the close of a case that is closed, because the end of the incident says who closed the case. A
     * history that is read just before that end may have it already.
     */
    private static List<CaseLogEntry> withoutClose(List<CaseLogEntry> history) {
        List<CaseLogEntry> open = new ArrayList<>(history);
        int last = CaseLogEntry.lastChange(history);
        if (last >= 0 && history.get(last).change().orElseThrow().to().equals(ZinoCase.CLOSED)) {
            open.remove(last);
        }
        return open;
    }

    private static Instant at(CaseLogEntry line) {
        return line.at().plus(line.ordinal(), ChronoUnit.MICROS);
    }

    private static String text(CaseLogEntry line) {
        // In Zino's log an entry of one word is not a note.
        return line.isNote() ? line.firstLine() + (line.moreLines().isEmpty() ? "" : "\n" + line.text()) : line.text();
    }

    /** Returns whether the entry is new to Argus. Argus already has the opening of the case and what argus-glue did. */
    private boolean isNewToArgus(CaseLogEntry line) {
        Optional<CaseLogEntry.StateChange> change = line.change();
        if (change.isPresent()) {
            boolean opening = change.get().from().equals("embryonic");
            return !opening && !change.get().user().equals(user);
        }
        if (line.isNoteBy(user)) {
            return !line.text().isEmpty() && !NoteText.isGenerated(line.text());
        }
        return true;
    }

    private static String author(CaseLogEntry line) {
        if (line.isNote()) {
            return line.firstLine();
        }
        return line.change()
                .map(CaseLogEntry.StateChange::user)
                .filter(name -> !name.equals("monitor"))
                .orElse("Zino");
    }
}
