package io.github.argusglue.core.service;

import java.time.Duration;

/**
 * Command line options of one run that are not part of the configuration.
 *
 * @param minAge alerts and incidents that are younger are ignored; zero for none
 * @param honoursFailover whether sources stay on standby while their primary is active
 * @param keepsState whether the state folder is still there after the run
 */
public record RunOptions(Duration minAge, boolean honoursFailover, boolean keepsState) {
    /** The defaults. */
    public static final RunOptions DEFAULTS = new RunOptions(Duration.ZERO, true, true);

    /** The defaults, with a state folder that is deleted at the end. */
    public static final RunOptions TEMPORARY = new RunOptions(Duration.ZERO, true, false);
}
