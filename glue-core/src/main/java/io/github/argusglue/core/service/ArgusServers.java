package io.github.argusglue.core.service;

import io.github.argusglue.core.argus.RequestObserver;
import io.github.argusglue.core.config.ArgusConfig;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.http.Situation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The Argus servers of the configuration. */
final class ArgusServers {
    private final Map<String, ArgusServer> byName = new TreeMap<>();

    /**
     * Makes their clients; sends nothing.
     *
     * @param observers told of the requests to the server of a name
     * @throws IOException if a CA file cannot be read; the message names it
     */
    ArgusServers(GlueConfig config, Clock clock, Function<String, RequestObserver> observers) throws IOException {
        for (Map.Entry<String, ArgusConfig> entry : config.argus().entrySet()) {
            String name = entry.getKey();
            byName.put(name, ArgusServer.open(name, entry.getValue(), clock, observers.apply(name)));
        }
    }

    ArgusServer of(SourceConfig source) {
        ArgusServer server = byName.get(source.argus());
        if (server == null) {
            throw new IllegalArgumentException("source '" + source.name() + "' names no Argus server that there is");
        }
        return server;
    }

    /** Returns whether requests get through to each of them. */
    List<Situation.Server> situation() {
        return byName.entrySet().stream()
                .map(entry -> new Situation.Server(
                        entry.getKey(), entry.getValue().executor().trouble()))
                .toList();
    }

    void close(Duration grace) {
        byName.values().forEach(server -> server.close(grace));
    }
}
