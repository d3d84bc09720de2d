package io.github.argusglue.core.shape;

import io.github.argusglue.spi.HistoryEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A line of a source's own log as it is shown in Argus. Two that look the same are the same line: that is how one that
 * was written before a restart, or by another instance, is known again.
 *
 * @param at when, never in the future, to the microsecond
 * @param text who and what, fit for Argus
 */
public record HistoryLine(Instant at, String text) {
    private static final int MAX_TEXT = 10_000;

    /** Makes one; the time is cut to what Argus keeps. */
    public HistoryLine {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Tells whether this is what another program that showed the log before us made of an entry: the same second, and
     * the text, perhaps below a line that says who wrote it.
     */
    public boolean matches(HistoryEntry entry) {
        String same = entry.text().strip();
        return !same.isEmpty()
                && at.truncatedTo(ChronoUnit.SECONDS).equals(entry.at().truncatedTo(ChronoUnit.SECONDS))
                && (text.equals(same) || text.endsWith("\n" + same));
    }

    /** Returns what an entry looks like in Argus. */
    public static HistoryLine of(HistoryEntry entry, Instant now) {
        String who = entry.author().isBlank() ? "" : entry.author() + ": ";
        TextLimits text = new TextLimits(warning -> {});
        return new HistoryLine(
                entry.at().isAfter(now) ? now : entry.at(), text.fit("history", who + entry.text(), MAX_TEXT));
    }
}
