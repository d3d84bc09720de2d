package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;

/**
 * When a role changes.
 *
 * @param failures in a row that make it active
 * @param recoveries answers in a row that make it stand by again
 * @param unknownIsDown whether an answer that says nothing counts as a failure
 */
record Thresholds(int failures, int recoveries, boolean unknownIsDown) {
    static Thresholds of(FailoverConfig config) {
        return new Thresholds(config.threshold(), config.recoveries(), config.unknownIsDown());
    }
}
