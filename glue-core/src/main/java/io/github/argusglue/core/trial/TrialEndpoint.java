package io.github.argusglue.core.trial;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The HTTP endpoint of the service, for the webhooks of an adapter that runs alone. */
public final class TrialEndpoint implements ServiceStatus {
    private static final URI NO_ARGUS = URI.create("http://127.0.0.1/");

    private final EndpointSource source;
    private final Clock clock;
    private final Instant startedAt;

    private TrialEndpoint(EndpointSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * Starts it. Without a token, only an address of this machine accepts webhooks, as in the service.
     *
     * @throws ListenException if the address cannot be bound
     */
    public static HttpService open(
            HttpConfig config, String name, String type, Optional<Secret> hookToken, Webhooks webhooks, Clock clock)
            throws ListenException {
        SourceView view = new TrialView(name, webhooks, clock.instant());
        boolean open = hookToken.isEmpty() && config.address().isLoopback();
        TrialEndpoint endpoint =
                new TrialEndpoint(new EndpointSource(name, type, "none", NO_ARGUS, hookToken, open, view), clock);
        return HttpService.open(config, endpoint, new GlueMetrics(endpoint), clock, () -> {});
    }

    @Override
    public String version() {
        return BuildInfo.read().version();
    }

    @Override
    public List<EndpointSource> sources() {
        return List.of(source);
    }

    @Override
    public List<Server> servers() {
        return List.of();
    }

    @Override
    public Configuration configuration() {
        return new Configuration(startedAt, null);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /** A source of which only the webhooks matter. */
    private record TrialView(String name, Webhooks webhooks, Instant startedAt) implements SourceView {
        @Override
        public SourceStatus status() {
            return SourceStatus.builder(name, SourceStatus.RunState.STARTING, startedAt)
                    .build();
        }

        @Override
        public Optional<String> hangReason() {
            return Optional.empty();
        }

        @Override
        public List<ActionLog.LoggedAction> lastActions() {
            return List.of();
        }

        @Override
        public Map<ActionLog.ActionKind, Long> actionCounts() {
            return Map.of();
        }

        @Override
        public CompletableFuture<OpenIncidents> openIncidents(int most) {
            return new CompletableFuture<>();
        }
    }
}
