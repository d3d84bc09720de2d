package io.github.argusglue.core.registry;

import java.time.Duration;

/**
 * How many incidents may end only because their alerts are absent, before a later snapshot has to confirm it.
 *
 * @param atLeast this many within the time
 * @param percent or this share of the incidents that were open at its start, if that is more; 100 turns the guard off
 * @param within the time
 */
public record CloseBudget(int atLeast, int percent, Duration within) {
    /**
     * Minimum for {@link #isStorm}. Endings that a source reports are not held, and fewer than this are not worth a
     * message.
     */
    private static final int MIN_REPORTED = 20;

    public boolean isOff() {
        return percent >= 100;
    }

    /** Returns how many may end within the time, given the number of incidents that were open at its start. */
    public int limit(int open) {
        return (int) Math.max(atLeast, (long) open * percent / 100);
    }

    /**
     * Returns whether the number of reported endings is suspicious, given the number of incidents that are still open.
     */
    public boolean isStorm(int reported, int open) {
        return reported > Math.max(MIN_REPORTED, limit(open + reported));
    }
}
