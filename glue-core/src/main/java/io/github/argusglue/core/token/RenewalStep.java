package io.github.argusglue.core.token;

import java.time.Duration;

/** How near a token is to its end, as far as anybody has to be told; later ones are worse. */
public enum RenewalStep {
    /** Nobody need know. */
    FINE(0),
    /** A week is left. */
    WEEK(4),
    /** Three days are left. */
    THREE_DAYS(3),
    /** A day is left, or little of a token that lives for hours only. */
    ONE_DAY(2),
    /** Argus refuses it. */
    REFUSED(1);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration SEVEN = Duration.ofDays(7);

    private final int level;

    RenewalStep(int level) {
        this.level = level;
    }

    /** Returns the level of an incident that tells of it, 1 to 4; 0 if none does. */
    int level() {
        return level;
    }

    boolean isWorseThan(RenewalStep other) {
        return compareTo(other) > 0;
    }

    /** Returns where a token is that has so much left of its life; what is half a life ahead is no warning. */
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
