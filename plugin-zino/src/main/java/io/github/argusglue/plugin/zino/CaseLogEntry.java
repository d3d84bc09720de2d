package io.github.argusglue.plugin.zino;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a case's history or log.
 *
 * @param at time, in seconds
 * @param ordinal index among the entries of the same second, from 0
 * @param firstLine first line: the user name for a note, otherwise Zino's text
 * @param moreLines further lines
 */
record CaseLogEntry(Instant at, int ordinal, String firstLine, List<String> moreLines) {
    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,11}) (.*)", Pattern.DOTALL);
    private static final Pattern CHANGE = Pattern.compile("state change (\\S+) -> (\\S+) \\((.*)\\)");

    /**
     * A change of a case's state.
     *
     * @param from state before
     * @param to state after
     * @param user who changed it; {@code monitor} is Zino itself
     */
    record StateChange(String from, String to, String user) {}

    /** Parses the lines of a reply. Lines that belong to no entry are skipped. */
    static List<CaseLogEntry> parse(List<String> body) {
        List<CaseLogEntry> entries = new ArrayList<>();
        // Counted over all entries: if Zino's clock is set back, a second occurs twice.
        Map<Instant, Integer> inSecond = new HashMap<>();
        for (String line : body) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                Instant at = Instant.ofEpochSecond(Long.parseLong(entry.group(1)));
                int ordinal = inSecond.merge(at, 1, Integer::sum) - 1;
                entries.add(new CaseLogEntry(at, ordinal, entry.group(2).strip(), new ArrayList<>()));
            } else if (line.startsWith(" ") && !entries.isEmpty()) {
                entries.get(entries.size() - 1).moreLines.add(line.substring(1).stripTrailing());
            }
        }
        return entries;
    }

    /** Returns the index of the last change of state; -1 if there is none. */
    static int lastChange(List<CaseLogEntry> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).change().isPresent()) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether a person, or a program like argus-glue, wrote it: then its first line is only a user name. */
    boolean isNote() {
        return !firstLine.isEmpty() && firstLine.indexOf(' ') < 0;
    }

    boolean isNoteBy(String user) {
        return firstLine.equals(user);
    }

    /** Returns the change of state; empty if the entry is not one. */
    Optional<StateChange> change() {
        Matcher change = CHANGE.matcher(firstLine);
        return change.matches()
                ? Optional.of(new StateChange(change.group(1), change.group(2), change.group(3)))
                : Optional.empty();
    }

    /** Returns the text of a note, or the whole text of Zino. */
    String text() {
        List<String> lines = new ArrayList<>(moreLines);
        if (!isNote()) {
            lines.add(0, firstLine);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        return String.join("\n", lines);
    }
}
