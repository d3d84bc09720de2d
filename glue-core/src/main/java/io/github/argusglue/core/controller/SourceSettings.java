package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings of one source that the core needs.
 *
 * @param name key of its table in the configuration
 * @param interval between two snapshots
 * @param snapshotTimeout after which a call of the adapter is cancelled
 * @param resync between two checks whether all open incidents are known
 * @param fullListing between two listings of them
 * @param heartbeat between two heartbeats to Argus; zero for none
 * @param policy limits and guards for planning
 * @param tags added to each of its alerts
 * @param shaping how its alerts are changed
 * @param stateFile for the state that survives a restart
 * @param adapter what its adapters are told about where they run
 */
public record SourceSettings(
        String name,
        Duration interval,
        Duration snapshotTimeout,
        Duration resync,
        Duration fullListing,
        Duration heartbeat,
        Policy policy,
        List<Tag> tags,
        ShapingConfig shaping,
        Path stateFile,
        AdapterEnvironment adapter) {
    /** Returns the settings of its adapters. */
    public AdapterSettings adapterSettings() {
        return new AdapterSettings(name, interval, snapshotTimeout, adapter);
    }
}
