package io.github.argusglue.core.service;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.executor.Lane;
import io.github.argusglue.core.http.ListenException;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.source.SourceLoop;
import io.github.argusglue.core.source.SourceStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sources, each with its loop. Started once, closed once. */
@Singleton
public final class GlueService {
    private static final Logger log = LoggerFactory.getLogger(GlueService.class);

    /** How long what is under way may take when we are asked to stop; init systems kill after more. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final GlueConfig config;
    private final Sources sources;
    private final ArgusServers servers;
    private final Endpoint endpoint;
    private final Clock clock;
    private final List<SourceLoop> loops = new ArrayList<>();

    @Inject
    GlueService(GlueConfig config, Sources sources, ArgusServers servers, Endpoint endpoint, Clock clock) {
        this.config = config;
        this.sources = sources;
        this.servers = servers;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * Puts a service together; starts nothing.
     *
     * @throws IOException if a file that the configuration names cannot be read; the message names it
     */
    public static GlueService create(GlueConfig config, PluginRegistry plugins, Clock clock) throws IOException {
        return GlueModule.injector(config, plugins, clock).getInstance(GlueService.class);
    }

    /**
     * Opens the HTTP endpoint; to be done before the start, so that a taken address is known before anything begins.
     *
     * @return its address; empty if it is off
     * @throws ListenException if the address cannot be had; the message says why
     */
    public Optional<URI> listen() throws ListenException {
        return endpoint.open(config.http(), servers::situation);
    }

    /** Starts the sources that are wanted, all at once. */
    public void start(Predicate<String> wanted) {
        for (SourceConfig source : sources.all()) {
            if (wanted.test(source.name())) {
                SourceLoop loop = loop(source);
                loops.add(loop);
                endpoint.show(config, source, loop);
            }
        }
        loops.forEach(SourceLoop::start);
        log.info("{} sources started", loops.size());
    }

    private SourceLoop loop(SourceConfig source) {
        ArgusServer server = servers.of(source);
        Lane lane = server.executor().lane(source.name());
        return new SourceLoop(
                sources.settings(source),
                sources.maker(source),
                server.http().argus(source.name(), source.argusToken()),
                lane,
                server.feed(),
                clock);
    }

    /** Returns the loops that were started. */
    public List<SourceLoop> loops() {
        return List.copyOf(loops);
    }

    /** Returns how each source does. */
    public List<SourceStatus> status() {
        return loops.stream().map(SourceLoop::status).toList();
    }

    /** Stops everything: no new work, what is under way in Argus ends, adapters are closed. Takes 10 s at most. */
    public void close() {
        endpoint.close();
        Thread adapters = new Thread(this::closeLoops, "closing-sources");
        adapters.setDaemon(true);
        adapters.start();
        servers.close(GRACE);
        try {
            adapters.join(Duration.ofSeconds(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.info("stopped");
    }

    private void closeLoops() {
        loops.forEach(SourceLoop::beginClose);
        for (SourceLoop loop : loops) {
            try {
                loop.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
