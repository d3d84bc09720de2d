package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.config.ArgusConfig;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.http.ServiceStatus;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Argus servers of the configuration. */
final class ArgusServers {
    private final Map<String, ArgusServer> byName = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Function<String, RequestObserver> observers;
    private final String userAgent;

    @Inject
    ArgusServers(GlueConfig atStart, Clock clock, Endpoint endpoint) {
        this(
                clock,
                endpoint.metrics()::requestsTo,
                atStart.cluster().map(cluster -> cluster.keys().member()).orElse(null));
    }

    /**
     * Creates the registry without servers; {@link #prepare} adds them.
     *
     * @param observers returns the observer of the requests to the server with a given name
     * @param member name of this process in its cluster; null if it is in none
     */
    ArgusServers(Clock clock, Function<String, RequestObserver> observers, @Nullable String member) {
        this.clock = clock;
        this.observers = observers;
        this.userAgent = ArgusAccess.userAgent(member);
    }

    ArgusServer of(SourceConfig source) {
        ArgusServer server = byName.get(source.argus());
        if (server == null) {
            throw new IllegalArgumentException(
                    "source '" + source.name() + "' names an Argus server that" + " does not exist");
        }
        return server;
    }

    /** Returns the status of each server. */
    List<ServiceStatus.Server> status() {
        return byName.entrySet().stream()
                .map(entry -> new ServiceStatus.Server(
                        entry.getKey(),
                        entry.getValue().executor().pauseReason(),
                        entry.getValue().clockAheadSeconds()))
                .toList();
    }

    /**
     * Creates clients for new and changed servers without using them yet.
     *
     * @throws IOException if a CA file cannot be read; the message names it
     */
    Update prepare(Map<String, ArgusConfig> wanted) throws IOException {
        Map<String, ArgusServer> fresh = new HashMap<>();
        try {
            for (Map.Entry<String, ArgusConfig> entry : wanted.entrySet()) {
                String name = entry.getKey();
                ArgusServer known = byName.get(name);
                if (known == null || !known.config().equals(entry.getValue())) {
                    fresh.put(name, ArgusServer.open(name, entry.getValue(), clock, observers.apply(name), userAgent));
                }
            }
        } catch (IOException e) {
            fresh.values().forEach(server -> server.close(Duration.ZERO));
            throw e;
        }
        List<String> dropped = new ArrayList<>(byName.keySet());
        dropped.removeAll(wanted.keySet());
        return new Update(fresh, dropped);
    }

    /** Returns the servers that this process cannot reach, as far as it has tried. */
    Set<String> cutOff() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().isCutOff())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void close(Duration grace) {
        byName.values().forEach(server -> server.close(grace));
    }

    /** A prepared change of the servers. */
    final class Update {
        private final Map<String, ArgusServer> fresh;
        private final List<String> dropped;

        private Update(Map<String, ArgusServer> fresh, List<String> dropped) {
            this.fresh = fresh;
            this.dropped = dropped;
        }

        /** Applies the change, after no source uses the replaced servers any more. */
        void commit(Duration grace) {
            List<ArgusServer> before = new ArrayList<>();
            fresh.forEach((name, server) -> note(before, byName.put(name, server)));
            dropped.forEach(name -> note(before, byName.remove(name)));
            before.forEach(server -> server.close(grace));
        }

        private static void note(List<ArgusServer> servers, @Nullable ArgusServer server) {
            if (server != null) {
                servers.add(server);
            }
        }
    }
}
