package io.github.argusglue.core.service;

import io.github.argusglue.core.config.ArgusConfig;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The Argus servers of the configuration. */
final class ArgusServers {
    private final Map<String, ArgusServer> byName = new HashMap<>();

    /**
     * Makes their clients; sends nothing.
     *
     * @throws IOException if a CA file cannot be read; the message names it
     */
    ArgusServers(GlueConfig config, Clock clock) throws IOException {
        for (Map.Entry<String, ArgusConfig> entry : config.argus().entrySet()) {
            byName.put(entry.getKey(), ArgusServer.open(entry.getKey(), entry.getValue(), clock));
        }
    }

    ArgusServer of(SourceConfig source) {
        ArgusServer server = byName.get(source.argus());
        if (server == null) {
            throw new IllegalArgumentException("source '" + source.name() + "' names no Argus server that there is");
        }
        return server;
    }

    void close(Duration grace) {
        byName.values().forEach(server -> server.close(grace));
    }
}
