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
 * What the core has to know about one source.
 *
 * @param name key of its table in the configuration
 * @param interval between two snapshots
 * @param snapshotTimeout past which an adapter's call is cut
 * @param resync between two questions to Argus whether all of its open incidents are known
 * @param fullListing between two listings of them
 * @param heartbeat between two heartbeats to Argus; zero for none
 * @param policy what the operator wants
 * @param tags added to each of its alerts
 * @param shaping what is to be different about its alerts
 * @param stateFile what it remembers over a restart
 * @param adapter what its adapters are told of where they run
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
    /** Returns how the adapter is asked, and where it runs. */
    public AdapterSettings adapterSettings() {
        return new AdapterSettings(name, interval, snapshotTimeout, adapter);
    }
}
