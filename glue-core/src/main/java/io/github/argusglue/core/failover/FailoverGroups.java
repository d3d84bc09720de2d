package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All failover groups of the configuration. Thread-safe. */
public final class FailoverGroups {
    private final Path stateDir;
    private final InstantSource clock;
    private final Consumer<String> changed;
    private final Probes probes;

    /** In the order of the file. */
    private final Map<String, FailoverMonitor> byName = new LinkedHashMap<>();

    private boolean closed;

    /**
     * Creates it without groups.
     *
     * @param changed called with the name of a group each time its role changes
     */
    public FailoverGroups(Path stateDir, InstantSource clock, Consumer<String> changed) {
        this(stateDir, clock, changed, FailoverGroups::probe);
    }

    FailoverGroups(Path stateDir, InstantSource clock, Consumer<String> changed, Probes probes) {
        this.stateDir = stateDir;
        this.clock = clock;
        this.changed = changed;
        this.probes = probes;
    }

    /** Creates the probe for a configuration. */
    @FunctionalInterface
    interface Probes {
        Probe of(FailoverConfig config) throws IOException;
    }

    /** Checks each primary once, without changing a role; returns what was found, by group. */
    public static Map<String, ProbeResult> probeOnce(Map<String, FailoverConfig> groups)
            throws IOException, InterruptedException {
        Map<String, ProbeResult> results = new LinkedHashMap<>();
        for (Map.Entry<String, FailoverConfig> group : groups.entrySet()) {
            Probe probe = probe(group.getValue());
            try {
                results.put(group.getKey(), probe.probe());
            } finally {
                probe.close();
            }
        }
        return results;
    }

    private static Probe probe(FailoverConfig config) throws IOException {
        return switch (config.probe()) {
            case SNMP -> SnmpCheck.probe(config);
            case TCP -> new AddressProbe("tcp", config.hostPort(), config.timeout(), new TcpCheck(), new Resolver());
            case HTTP -> HttpProbe.open(config);
        };
    }

    /**
     * Prepares a configuration without using it yet.
     *
     * @throws IOException if a file that it names cannot be read; the message names it
     */
    public synchronized Update prepare(Map<String, FailoverConfig> wanted) throws IOException {
        Map<String, Probe> fresh = new LinkedHashMap<>();
        try {
            for (FailoverConfig config : wanted.values()) {
                FailoverMonitor known = byName.get(config.name());
                if (known == null || !known.config().hasSameProbe(config)) {
                    fresh.put(config.name(), probes.of(config));
                }
            }
        } catch (IOException e) {
            fresh.values().forEach(Probe::close);
            throw e;
        }
        return new Update(Map.copyOf(wanted), List.copyOf(wanted.keySet()), fresh);
    }

    /** A prepared change of the groups. */
    public final class Update {
        private final Map<String, FailoverConfig> wanted;
        private final List<String> order;
        private final Map<String, Probe> fresh;

        private Update(Map<String, FailoverConfig> wanted, List<String> order, Map<String, Probe> fresh) {
            this.wanted = wanted;
            this.order = order;
            this.fresh = fresh;
        }

        /** Applies the change. A group that continues keeps its role. */
        public void commit() {
            FailoverGroups.this.commit(this);
        }
    }

    private synchronized void commit(Update update) {
        if (closed) {
            update.fresh.values().forEach(Probe::close);
            return;
        }
        Map<String, FailoverMonitor> before = new LinkedHashMap<>(byName);
        byName.clear();
        for (String name : update.order) {
            FailoverConfig config = update.wanted.get(name);
            Probe probe = update.fresh.get(name);
            FailoverMonitor known = before.remove(name);
            if (config == null) {
                continue;
            }
            if (known != null) {
                if (!known.config().equals(config)) {
                    known.reconfigure(config, probe);
                }
                byName.put(name, known);
            } else if (probe != null) {
                FailoverMonitor made = new FailoverMonitor(config, probe, stateDir, clock, () -> changed.accept(name));
                byName.put(name, made);
                made.start();
            }
        }
        before.values().forEach(FailoverMonitor::close);
    }

    /** Returns whether this process keeps the sources of a group in step. */
    public synchronized boolean isActive(String group) {
        FailoverMonitor monitor = byName.get(group);
        return monitor != null && monitor.role() == Role.ACTIVE;
    }

    /** Returns a group by name. */
    public synchronized Optional<FailoverMonitor> group(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the status of all groups, in the order of the file. */
    public List<FailoverStatus> status() {
        List<FailoverMonitor> all;
        synchronized (this) {
            all = new ArrayList<>(byName.values());
        }
        return all.stream().map(FailoverMonitor::status).toList();
    }

    /** Returns the configuration of a group; null if it does not exist. */
    public synchronized @Nullable FailoverConfig config(String group) {
        FailoverMonitor monitor = byName.get(group);
        return monitor == null ? null : monitor.config();
    }

    /** Stops watching all primaries. */
    public synchronized void close() {
        closed = true;
        byName.values().forEach(FailoverMonitor::close);
    }
}
