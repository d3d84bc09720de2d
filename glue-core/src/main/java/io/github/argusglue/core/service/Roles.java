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

/** Has each source that has a primary be active or stand by, as the primary's failover group says. Any thread. */
final class Roles {
    private final boolean standsBy;
    private final RunningSources running;
    private final FailoverGroups groups;

    /** By source, its group; replaced as a whole. */
    private volatile Map<String, FailoverConfig> groupOf = Map.of();

    /** Held while roles are read and handed on, so that the last who does it hands on the newest. */
    private final ReentrantLock assigning = new ReentrantLock();

    /** @param atStart where state is kept does not change while we run */
    @Inject
    Roles(GlueConfig atStart, RunOptions options, Clock clock, RunningSources running) {
        this.standsBy = options.standsBy();
        this.running = running;
        this.groups = new FailoverGroups(atStart.stateDir(), clock, group -> assign());
    }

    FailoverGroups groups() {
        return groups;
    }

    /**
     * Makes what a configuration needs; nothing of it is in force yet.
     *
     * @throws IOException if a file that it names cannot be read; the message names it
     */
    Update prepare(GlueConfig config) throws IOException {
        Map<String, FailoverConfig> wanted = standsBy ? config.failover() : Map.of();
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

    /** What is about to be in force. */
    @FunctionalInterface
    interface Update {
        void commit();
    }

    /** Tells each source that there is what it is to be. */
    void assign() {
        assigning.lock();
        try {
            for (RunningSource source : running.all()) {
                FailoverConfig group = groupOf.get(source.name());
                if (group != null) {
                    source.loop().rehearseEvery(group.rehearsal());
                }
                source.loop().setActive(group == null || groups.isActive(group.name()));
            }
        } finally {
            assigning.unlock();
        }
    }
}
