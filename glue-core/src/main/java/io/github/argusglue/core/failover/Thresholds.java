package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;

/**
 * When the role changes.
 *
 * @param failures consecutive failures that make it active
 * @param recoveries consecutive successes that make it standby again
 * @param unknownIsDown whether an unknown result counts as a failure
 */
record Thresholds(int failures, int recoveries, boolean unknownIsDown) {
    static Thresholds of(FailoverConfig config) {
        return new Thresholds(config.threshold(), config.recoveries(), config.unknownIsDown());
    }
}
