package io.github.argusglue.core.adapter;

import java.time.Duration;

/**
 * Settings for calling a source's adapter.
 *
 * @param source name of the source
 * @param interval time between two snapshots
 * @param snapshotTimeout after which a call is cancelled
 * @param environment what the adapter's context shows
 */
public record AdapterSettings(
        String source, Duration interval, Duration snapshotTimeout, AdapterEnvironment environment) {}
