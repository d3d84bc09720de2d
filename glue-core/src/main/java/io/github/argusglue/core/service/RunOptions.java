package io.github.argusglue.core.service;

import java.time.Duration;

/**
 * Command line options of one run that are not part of the configuration.
 *
 * @param minAge alerts and incidents that are younger are ignored; zero for none
 * @param honoursFailover whether sources stay on standby while their primary is active
 */
public record RunOptions(Duration minAge, boolean honoursFailover) {
    /** The defaults. */
    public static final RunOptions DEFAULTS = new RunOptions(Duration.ZERO, true);
}
