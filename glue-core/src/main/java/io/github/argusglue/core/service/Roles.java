package io.github.argusglue.core.service;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.failover.FailoverGroups;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Sets each source to active or standby, as its failover group and the cluster decide. Thread-safe. */
final class Roles {
    private final boolean honoursFailover;
    private final RunningSources running;
    private final Ownership ownership;
    private final FailoverGroups groups;

    /** Failover group by source; replaced as a whole. */
    private volatile Map<String, FailoverConfig> groupOf = Map.of();

    /** Held while roles are read and applied, so that the last thread applies the newest roles. */
    private final ReentrantLock assigning = new ReentrantLock();

    /**
     * Creates the roles.
     *
     * @param atStart the configuration at the start; the state folder does not change later
     */
    @Inject
    Roles(GlueConfig atStart, RunOptions options, Clock clock, RunningSources running, Ownership ownership) {
        this.honoursFailover = options.honoursFailover();
        this.running = running;
        this.ownership = ownership;
        this.groups = new FailoverGroups(atStart.stateDir(), clock, group -> assign());
    }

    FailoverGroups groups() {
        return groups;
    }

    /**
     * Prepares a configuration without using it yet.
     *
     * @throws IOException if a file that it names cannot be read; the message names it
     */
    Update prepare(GlueConfig config) throws IOException {
        Map<String, FailoverConfig> wanted = honoursFailover ? config.failover() : Map.of();
        FailoverGroups.Update update = groups.prepare(wanted);
        Map<String, FailoverConfig> bySource = new LinkedHashMap<>();
        for (SourceConfig source : config.sources()) {
            source.failover().map(wanted::get).ifPresent(group -> bySource.put(source.name(), group));
        }
        return () -> {
            groupOf = bySource;
            update.commit();
        };
    }

    /** A prepared change. */
    @FunctionalInterface
    interface Update {
        void commit();
    }

    /** Sets the role of each source. */
    void assign() {
        assigning.lock();
        try {
            for (RunningSource source : running.all()) {
                FailoverConfig group = groupOf.get(source.name());
                if (group != null) {
                    source.loop().rehearseEvery(group.rehearsal());
                }
                boolean primaryIsDown = group == null || groups.isActive(group.name());
                source.loop().setActive(primaryIsDown && ownership.owns(source.name()));
            }
        } finally {
            assigning.unlock();
        }
    }
}
