package io.github.argusglue.core.registry;

import java.time.Duration;

/**
 * How many incidents may end for no better reason than that their alerts are gone, before a later snapshot has to
 * agree.
 *
 * @param atLeast so many within the time
 * @param percent so many percent of those that were open at its begin, if that is more; 100 turns the guard off
 * @param within the time
 */
public record CloseBudget(int atLeast, int percent, Duration within) {
    /** What a source says itself is not held; fewer than this are not worth a word. */
    private static final int TOLD_AT_LEAST = 20;

    public boolean isOff() {
        return percent >= 100;
    }

    /** Returns how many may end within the time, of so many that were open at its begin. */
    public int limit(int open) {
        return (int) Math.max(atLeast, (long) open * percent / 100);
    }

    /** Tells whether so many endings that the source has told are worth a look, with so many still open. */
    public boolean isStorm(int told, int open) {
        return told > Math.max(TOLD_AT_LEAST, limit(open + told));
    }
}
