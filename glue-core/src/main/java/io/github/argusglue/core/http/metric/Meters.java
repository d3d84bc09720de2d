package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ActionLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The meters. Gauges are read from the sources at each scrape, so that they are always current. */
final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StateGauges states = new StateGauges(registry);
    private final Map<ActionKey, Long> counted = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();

    Meters(String version) {
        JvmMeters.bindTo(registry);
        Gauge.builder("argus.glue.build.info", () -> 1)
                .description("Always 1; the version is in the label")
                .tag("version", version)
                .register(registry);
    }

    private record ActionKey(String source, ActionLog.ActionKind kind) {}

    void argusRequest(String server, String outcome, Duration took) {
        Timer.builder("argus.glue.argus.request.duration")
                .description("Requests to an Argus server, by how they ended")
                .tag("argus", server)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    /** @param status 0 if there was no response */
    void sourceRequest(String source, int status, Duration took) {
        Timer.builder("argus.glue.source.request.duration")
                .description("HTTP requests of an adapter to its source, by status")
                .tag("source", source)
                .tag("code", status == 0 ? "none" : Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    void webhook(String source, String result) {
        Counter.builder("argus.glue.webhooks")
                .description("Webhooks that came in, by how they were answered")
                .tag("source", source)
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** Synchronised so that the values of one scrape are consistent. */
    synchronized String scrape(ServiceStatus service) {
        states.read(service);
        service.sources().forEach(source -> {
            countActions(source);
            countDroppedNotices(source);
        });
        return registry.scrape();
    }

    /** A restarted source counts from zero again; its previous actions stay counted. */
    private void countActions(EndpointSource source) {
        source.live().actionCounts().forEach((kind, now) -> {
            long before = counted.getOrDefault(new ActionKey(source.name(), kind), 0L);
            counted.put(new ActionKey(source.name(), kind), now);
            Counter.builder("argus.glue.actions")
                    .description("What was done in Argus, by kind and result")
                    .tag("source", source.name())
                    .tag("action", kind.action())
                    .tag("result", kind.result().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment(added(before, now));
        });
    }

    private void countDroppedNotices(EndpointSource source) {
        long now = source.live().status().vitals().noticesDropped();
        Long before = dropped.put(source.name(), now);
        Counter.builder("argus.glue.source.notices.dropped")
                .description("Notices dropped because there were too many")
                .tag("source", source.name())
                .register(registry)
                .increment(added(before == null ? 0 : before, now));
    }

    private static double added(long before, long now) {
        return now >= before ? now - before : now;
    }
}
