package io.github.argusglue.core.http;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.core.token.TokenReport;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The status that the endpoint shows, set by the test. Thread-safe. */
public final class FakeServiceStatus implements ServiceStatus {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    public final List<EndpointSource> sources = new CopyOnWriteArrayList<>();
    public final List<Server> servers = new CopyOnWriteArrayList<>();
    public final List<FailoverStatus> failover = new CopyOnWriteArrayList<>();
    public volatile @Nullable ClusterStatus cluster;
    public final Map<String, TokenReport> tokens = new ConcurrentHashMap<>();
    public volatile Configuration configuration = new Configuration(NOW.minusSeconds(3600), null);

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public List<EndpointSource> sources() {
        return List.copyOf(sources);
    }

    @Override
    public List<Server> servers() {
        return List.copyOf(servers);
    }

    @Override
    public List<FailoverStatus> failover() {
        return List.copyOf(failover);
    }

    @Override
    public Optional<ClusterStatus> cluster() {
        return Optional.ofNullable(cluster);
    }

    @Override
    public Optional<TokenReport> token(String source) {
        return Optional.ofNullable(tokens.get(source));
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    /** Adds a source. */
    public FakeSource add(String name) {
        return add(name, null, false);
    }

    /** Adds a source that accepts webhooks with the token. */
    public FakeSource add(String name, @Nullable String token, boolean open) {
        FakeSource live = new FakeSource(name);
        URI argus = URI.create("https://argus.example.org/");
        Optional<Secret> secret = Optional.ofNullable(token).map(Secret::of);
        sources.add(new EndpointSource(name, "fake", "default", argus, secret, open, live));
        return live;
    }

    /** A source whose behaviour the test sets. */
    public static final class FakeSource implements SourceView, Webhooks {
        public volatile SourceStatus status;
        public volatile @Nullable String hangReason;
        public volatile @Nullable Rehearsal rehearsal;
        public volatile Webhooks.HandlerState hooks = Webhooks.HandlerState.UNCHECKED;
        public volatile Set<String> methods = Set.of("POST");
        public volatile Function<WebhookRequest, CompletableFuture<WebhookResult>> taking =
                request -> CompletableFuture.completedFuture(new WebhookResult(WebhookVerdict.TAKEN, ""));
        public volatile CompletableFuture<OpenIncidents> open =
                CompletableFuture.completedFuture(new OpenIncidents(0, List.of()));
        public final List<ActionLog.LoggedAction> actions = new ArrayList<>();
        public volatile Map<ActionLog.ActionKind, Long> counts = Map.of();
        public final List<WebhookRequest> taken = new CopyOnWriteArrayList<>();

        public FakeSource(String name) {
            status = new StatusSketch(name).build();
        }

        @Override
        public SourceStatus status() {
            return status;
        }

        @Override
        public Optional<String> hangReason() {
            return Optional.ofNullable(hangReason);
        }

        @Override
        public Optional<Rehearsal> rehearsal() {
            return Optional.ofNullable(rehearsal);
        }

        @Override
        public List<ActionLog.LoggedAction> lastActions() {
            return List.copyOf(actions);
        }

        @Override
        public Map<ActionLog.ActionKind, Long> actionCounts() {
            return counts;
        }

        @Override
        public CompletableFuture<OpenIncidents> openIncidents(int most) {
            return open;
        }

        @Override
        public Webhooks webhooks() {
            return this;
        }

        @Override
        public Webhooks.HandlerState state() {
            return hooks;
        }

        @Override
        public Set<String> methods() {
            return methods;
        }

        @Override
        public CompletableFuture<WebhookResult> offer(WebhookRequest request) {
            taken.add(request);
            return taking.apply(request);
        }
    }

    /** A status with defaults for everything that the test does not set: active and without problems. */
    public static final class StatusSketch {
        private final String name;
        public RunState state = RunState.ACTIVE;
        public int alerts = 3;
        public int open = 3;
        public List<Integer> levels = List.of(1, 0, 2, 0, 0);
        public int pending;
        public @Nullable Instant lastSnapshot = NOW.minusSeconds(12);
        public SourceStatus.@Nullable Missing missing;
        public List<String> degraded = List.of();
        public LeftOut leftOut = LeftOut.nothing();
        public List<String> holds = List.of();
        public int quiet;
        public int unknown;
        public @Nullable String notice;
        public @Nullable String sourceFault;
        public @Nullable String argusFault;
        public boolean tokenRefused;
        public SourceStatus.@Nullable LastProblem lastTrouble;
        public SourceStatus.Vitals vitals = SourceStatus.Vitals.NONE;

        public StatusSketch(String name) {
            this.name = name;
        }

        public SourceStatus build() {
            return SourceStatus.builder(name, state, NOW.minusSeconds(600))
                    .alerts(alerts)
                    .open(open, levels)
                    .pending(pending)
                    .lastSnapshot(lastSnapshot, lastSnapshot == null ? null : Duration.ofMillis(250))
                    .settled(true)
                    .missing(missing)
                    .degraded(degraded)
                    .notice(notice)
                    .leftOut(leftOut)
                    .holds(holds)
                    .quiet(quiet)
                    .unknown(unknown)
                    .faults(
                            sourceFault,
                            argusFault,
                            tokenRefused ? SourceStatus.TokenHealth.REFUSED : SourceStatus.TokenHealth.GOOD)
                    .lastProblem(lastTrouble)
                    .vitals(vitals)
                    .build();
        }
    }
}
