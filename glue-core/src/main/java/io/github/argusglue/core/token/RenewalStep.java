package io.github.argusglue.core.token;

import java.time.Duration;

/** How close a token is to its expiry, as steps of the warnings; later ones are more urgent. */
public enum RenewalStep {
    /** No warning needed. */
    FINE(0),
    /** A week is left. */
    WEEK(4),
    /** Three days are left. */
    THREE_DAYS(3),
    /** A day is left, or a quarter of the lifetime of a token that only lives for hours. */
    ONE_DAY(2),
    /** Argus rejects it. */
    REFUSED(1);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration SEVEN = Duration.ofDays(7);

    private final int level;

    RenewalStep(int level) {
        this.level = level;
    }

    /** Returns the level of the incident that warns about it, 1 to 4; 0 if there is none. */
    int level() {
        return level;
    }

    boolean isWorseThan(RenewalStep other) {
        return compareTo(other) > 0;
    }

    /** Returns the step for the time left; half of the lifetime or more is never a warning. */
    static RenewalStep of(Duration left, Duration lifetime) {
        Duration half = lifetime.dividedBy(2);
        if (half.compareTo(DAY) < 0) {
            return left.compareTo(lifetime.dividedBy(4)) <= 0 ? ONE_DAY : FINE;
        } else if (left.compareTo(DAY) <= 0) {
            return ONE_DAY;
        } else if (left.compareTo(DAYS) <= 0 && half.compareTo(DAYS) >= 0) {
            return THREE_DAYS;
        }
        return left.compareTo(SEVEN) <= 0 && half.compareTo(SEVEN) >= 0 ? WEEK : FINE;
    }
}
