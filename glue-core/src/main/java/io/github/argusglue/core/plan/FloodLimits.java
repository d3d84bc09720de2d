package io.github.argusglue.core.plan;

import java.time.Duration;

/**
 * How much of what a source says in a storm reaches Argus.
 *
 * @param openAfter how long an alert must have been seen open before it gets an incident
 * @param closeAfter how long an alert must have been absent before its incident is ended
 * @param maxOpen how many alerts are shown at most, the most severe ones; 0 for any number
 */
public record FloodLimits(Duration openAfter, Duration closeAfter, int maxOpen) {
    /** Everything, at once. */
    public static final FloodLimits OFF = new FloodLimits(Duration.ZERO, Duration.ZERO, 0);

    FloodLimits waiting(Duration least) {
        return new FloodLimits(longer(openAfter, least), longer(closeAfter, least), maxOpen);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
