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
 * @param at to the second
 * @param ordinal its place among the entries of that second, from 0
 * @param first first line: of a note the user's name, else what Zino says
 * @param more further lines
 */
record HistoryLine(Instant at, int ordinal, String first, List<String> more) {
    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,11}) (.*)", Pattern.DOTALL);
    private static final Pattern CHANGE = Pattern.compile("state change (\\S+) -> (\\S+) \\((.*)\\)");

    /**
     * A change of a case's state.
     *
     * @param from state before
     * @param to state after
     * @param user who did it; {@code monitor} is Zino itself
     */
    record Change(String from, String to, String user) {}

    /** Reads a body. Lines that belong to no entry are passed over. */
    static List<HistoryLine> parse(List<String> body) {
        List<HistoryLine> entries = new ArrayList<>();
        // Not only of those just before: where Zino's clock is set back, a second comes twice.
        Map<Instant, Integer> inSecond = new HashMap<>();
        for (String line : body) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                Instant at = Instant.ofEpochSecond(Long.parseLong(entry.group(1)));
                int ordinal = inSecond.merge(at, 1, Integer::sum) - 1;
                entries.add(new HistoryLine(at, ordinal, entry.group(2).strip(), new ArrayList<>()));
            } else if (line.startsWith(" ") && !entries.isEmpty()) {
                entries.get(entries.size() - 1).more.add(line.substring(1).stripTrailing());
            }
        }
        return entries;
    }

    /** Tells whether a person, or a program like us, wrote it: then it begins with a name alone. */
    boolean isNote() {
        return !first.isEmpty() && first.indexOf(' ') < 0;
    }

    boolean isNoteBy(String user) {
        return first.equals(user);
    }

    /** Returns the change of state that it tells of; empty if it tells of something else. */
    Optional<Change> change() {
        Matcher change = CHANGE.matcher(first);
        return change.matches()
                ? Optional.of(new Change(change.group(1), change.group(2), change.group(3)))
                : Optional.empty();
    }

    /** Returns the text of a note, or all of what Zino says. */
    String text() {
        List<String> lines = new ArrayList<>(more);
        if (!isNote()) {
            lines.add(0, first);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        return String.join("\n", lines);
    }
}
