package io.github.argusglue.core.service;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.token.TokenMonitor;
import io.github.argusglue.core.token.TokenReport;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the HTTP endpoint shows of the service; updated when sources are added or removed. Thread-safe. */
final class Endpoint implements ServiceStatus {
    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final ReloadState reloads;
    private final TokenMonitor tokens;
    private final Clock clock;
    private final String version = BuildInfo.read().version();

    /** Replaced as a whole. */
    private volatile Map<String, EndpointSource> sources = Map.of();

    private final GlueMetrics metrics = new GlueMetrics(this);
    private volatile Supplier<List<Server>> servers = List::of;
    private volatile Supplier<List<FailoverStatus>> failover = List::of;
    private volatile Supplier<Optional<ClusterStatus>> cluster = Optional::empty;
    private @Nullable HttpService http;

    @Inject
    Endpoint(ReloadState reloads, TokenMonitor tokens, Clock clock) {
        this.reloads = reloads;
        this.tokens = tokens;
        this.clock = clock;
    }

    GlueMetrics metrics() {
        return metrics;
    }

    /**
     * Starts the HTTP endpoint unless it is off.
     *
     * @param troubles returns the status of the Argus servers
     * @param groups returns the status of the watched primaries
     * @param shared returns the status of the cluster
     * @return its address; empty if it is off
     * @throws ListenException if the address cannot be bound
     */
    synchronized Optional<URI> open(
            HttpConfig config,
            Supplier<List<Server>> troubles,
            Supplier<List<FailoverStatus>> groups,
            Supplier<Optional<ClusterStatus>> shared)
            throws ListenException {
        close();
        servers = troubles;
        failover = groups;
        cluster = shared;
        if (!config.isOn()) {
            return Optional.empty();
        }
        HttpService opened = HttpService.open(config, this, metrics, clock, this::awaitFirstSnapshots);
        http = opened;
        return Optional.of(opened.url());
    }

    /**
     * Loading the web server competes with the sources loading their clients, so the sources get a short head start.
     */
    private void awaitFirstSnapshots() {
        long end = System.nanoTime() + HEAD_START.toNanos();
        while (isStarting() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private boolean isStarting() {
        List<EndpointSource> all = sources();
        return all.isEmpty()
                || all.stream().anyMatch(source -> source.live().status().state() == SourceStatus.RunState.STARTING);
    }

    synchronized void close() {
        if (http != null) {
            http.close();
            http = null;
        }
    }

    /** Replaces the shown sources, in the order of the configuration. */
    void show(GlueConfig config, Map<String, ? extends SourceView> live) {
        Map<String, EndpointSource> shown = new LinkedHashMap<>();
        for (SourceConfig source : config.sources()) {
            SourceView view = live.get(source.name());
            if (view != null) {
                shown.put(
                        source.name(),
                        new EndpointSource(
                                source.name(),
                                source.type(),
                                source.argus(),
                                config.argusOf(source).url(),
                                source.hookToken(),
                                source.openHook(),
                                view));
            }
        }
        sources = Collections.unmodifiableMap(shown);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<EndpointSource> sources() {
        return List.copyOf(sources.values());
    }

    @Override
    public Optional<EndpointSource> source(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Optional<TokenReport> token(String source) {
        return tokens.report(source);
    }

    @Override
    public List<Server> servers() {
        return servers.get();
    }

    @Override
    public List<FailoverStatus> failover() {
        return failover.get();
    }

    @Override
    public Optional<ClusterStatus> cluster() {
        return cluster.get();
    }

    @Override
    public Configuration configuration() {
        ReloadState.Reload last = reloads.last();
        String refusal =
                last.success() ? null : last.faults().stream().findFirst().orElse("the configuration cannot be read");
        return new Configuration(reloads.lastSuccess(), refusal);
    }
}
