package io.github.argusglue.core.plan;

import java.time.Duration;

/**
 * Limits for alert storms.
 *
 * @param openAfter how long an alert has to be open before it gets an incident
 * @param closeAfter how long an alert has to be absent before its incident is ended
 * @param maxOpen maximum number of alerts that are shown, the most severe ones; 0 for no limit
 */
public record FloodLimits(Duration openAfter, Duration closeAfter, int maxOpen) {
    /** No limits. */
    static final FloodLimits OFF = new FloodLimits(Duration.ZERO, Duration.ZERO, 0);

    FloodLimits withMinimum(Duration least) {
        return new FloodLimits(longer(openAfter, least), longer(closeAfter, least), maxOpen);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
