package io.github.argusglue.core.service;

import java.time.Duration;

/**
 * What is said on the command line about one run, and not in the configuration.
 *
 * @param minAge alerts and incidents that are younger are left alone; zero for none
 * @param standsBy whether sources are left alone whose primary is there
 */
public record RunOptions(Duration minAge, boolean standsBy) {
    /** Nothing is said. */
    public static final RunOptions USUAL = new RunOptions(Duration.ZERO, true);
}
