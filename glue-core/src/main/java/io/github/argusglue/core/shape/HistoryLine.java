package io.github.argusglue.core.shape;

import io.github.argusglue.spi.HistoryEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A line of a source's own log as it is written to Argus. Two lines with the same time and text are the same line. This
 * is how a line is recognized that was written before a restart or by another process.
 *
 * @param at when, never in the future, rounded to microseconds
 * @param text who and what, within the limits of Argus
 */
public record HistoryLine(Instant at, String text) {
    private static final int MAX_TEXT = 10_000;

    /** Creates a line; rounds the time to the precision of Argus. */
    public HistoryLine {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Returns whether this is the line that another program, used before argus-glue, wrote for an entry: the same
     * second and the same text, possibly after a line that names the author.
     */
    public boolean matches(HistoryEntry entry) {
        String same = entry.text().strip();
        return !same.isEmpty()
                && at.truncatedTo(ChronoUnit.SECONDS).equals(entry.at().truncatedTo(ChronoUnit.SECONDS))
                && (text.equals(same) || text.endsWith("\n" + same));
    }

    /** Returns the line for an entry. */
    public static HistoryLine of(HistoryEntry entry, Instant now) {
        String who = entry.author().isBlank() ? "" : entry.author() + ": ";
        TextLimits text = new TextLimits(warning -> {});
        return new HistoryLine(
                entry.at().isAfter(now) ? now : entry.at(), text.fit("history", who + entry.text(), MAX_TEXT));
    }
}
