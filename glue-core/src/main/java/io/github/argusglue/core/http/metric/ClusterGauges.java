package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Gauges of the cluster; without one they are absent. */
final class ClusterGauges {
    private final MultiGauge engineUp;
    private final MultiGauge session;
    private final MultiGauge members;
    private final MultiGauge owned;
    private final MultiGauge withoutOwner;
    private final MultiGauge owner;

    ClusterGauges(MeterRegistry registry) {
        engineUp =
                gauge(registry, "engine.up", "1 if the engine answered the last time and this process has a session");
        session = gauge(registry, "session", "1 if this process has a session, without which it owns nothing");
        members = gauge(registry, "members", "Processes with a session, as of the last answer of the engine");
        owned = gauge(registry, "owned.sources", "Sources that this process owns and may write for");
        withoutOwner = gauge(
                registry, "sources.without.owner", "Sources that nobody has owned for longer than a session lasts");
        owner = gauge(registry, "owner", "1 if this process owns the source, 0 if it is on standby for it");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String help) {
        return MultiGauge.builder("argus.glue.cluster." + name)
                .description(help)
                .register(registry);
    }

    void read(ServiceStatus service) {
        Optional<ClusterStatus> cluster = service.cluster();
        register(engineUp, cluster, status -> bit(status.trouble() == null && status.session() != null));
        register(session, cluster, status -> bit(status.session() != null));
        register(members, cluster, status -> status.members().size());
        register(owned, cluster, status -> status.owned().size());
        register(withoutOwner, cluster, status -> status.withoutOwner().size());
        List<EndpointSource> sources = cluster.isPresent() ? service.sources() : List.of();
        owner.register(
                sources.stream()
                        .map(source -> Row.of(
                                Tags.of("source", source.name()),
                                bit(cluster.orElseThrow().owned().contains(source.name()))))
                        .collect(Collectors.<Row<?>>toList()),
                true);
    }

    private static void register(
            MultiGauge gauge, Optional<ClusterStatus> cluster, ToIntFunction<ClusterStatus> value) {
        List<Row<?>> rows = cluster.<List<Row<?>>>map(status -> List.of(Row.of(Tags.empty(), value.applyAsInt(status))))
                .orElse(List.of());
        gauge.register(rows, true);
    }

    private static int bit(boolean is) {
        return is ? 1 : 0;
    }
}
