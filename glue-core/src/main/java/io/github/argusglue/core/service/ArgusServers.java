package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.config.ArgusConfig;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Argus servers of the configuration. */
final class ArgusServers {
    private final Map<String, ArgusServer> byName = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Function<String, RequestObserver> observers;

    @Inject
    ArgusServers(Clock clock, Endpoint endpoint) {
        this(clock, endpoint.metrics()::requestsTo);
    }

    /**
     * There are none before the first {@link #prepare}.
     *
     * @param observers told of the requests to the server of a name
     */
    ArgusServers(Clock clock, Function<String, RequestObserver> observers) {
        this.clock = clock;
        this.observers = observers;
    }

    ArgusServer of(SourceConfig source) {
        ArgusServer server = byName.get(source.argus());
        if (server == null) {
            throw new IllegalArgumentException("source '" + source.name() + "' names no Argus server that there is");
        }
        return server;
    }

    /** Returns whether requests get through to each of them. */
    List<ServiceStatus.Server> situation() {
        return byName.entrySet().stream()
                .map(entry -> new ServiceStatus.Server(
                        entry.getKey(), entry.getValue().executor().pauseReason()))
                .toList();
    }

    /**
     * Makes clients of the servers that are new or have changed; nothing of it is in force yet.
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
                    fresh.put(name, ArgusServer.open(name, entry.getValue(), clock, observers.apply(name)));
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

    void close(Duration grace) {
        byName.values().forEach(server -> server.close(grace));
    }

    /** Servers that are about to take the places of others. */
    final class Update {
        private final Map<String, ArgusServer> fresh;
        private final List<String> dropped;

        private Update(Map<String, ArgusServer> fresh, List<String> dropped) {
            this.fresh = fresh;
            this.dropped = dropped;
        }

        /** Puts them in force, when no source uses those before them any more. */
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
