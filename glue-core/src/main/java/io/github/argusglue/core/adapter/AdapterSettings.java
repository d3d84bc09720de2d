package io.github.argusglue.core.adapter;

import java.time.Duration;

/**
 * How a source's adapter is asked, and where it runs.
 *
 * @param source its name
 * @param interval between two snapshots
 * @param snapshotTimeout after which a call is cut
 * @param environment what its context says of where it runs
 */
public record AdapterSettings(
        String source, Duration interval, Duration snapshotTimeout, AdapterEnvironment environment) {}
