package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.failover.ProbeResult;
import io.github.argusglue.core.failover.Role;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gauges of the watched primaries, and of the sources that are on standby for them. */
final class FailoverGauges {
    private static final double MILLIS = 1e3;

    private final MultiGauge active;
    private final MultiGauge since;
    private final MultiGauge byHand;
    private final MultiGauge primary;
    private final MultiGauge rehearsed;
    private final MultiGauge rehearsedAt;

    FailoverGauges(MeterRegistry registry) {
        active = gauge(
                registry,
                "failover.active",
                "",
                "1 if this process has taken over from the primary, 0 if it is on standby");
        since = gauge(
                registry,
                "failover.role.since.timestamp",
                "seconds",
                "When the current role, active" + " or standby, began");
        byHand = gauge(
                registry,
                "failover.set.by.hand",
                "",
                "1 if the role was set by hand, so that the" + " primary is ignored");
        primary = gauge(
                registry,
                "failover.primary",
                "",
                "1 for the result of the last check of the" + " primary, 0 for the others");
        rehearsed = gauge(
                registry, "source.rehearsal.passed", "", "1 if the last rehearsal of a source on" + " standby passed");
        rehearsedAt = gauge(registry, "source.rehearsal.timestamp", "seconds", "When the last rehearsal ended");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String unit, String help) {
        return MultiGauge.builder("argus.glue." + name)
                .description(help)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    void read(ServiceStatus service) {
        List<Row<?>> actives = new ArrayList<>();
        List<Row<?>> times = new ArrayList<>();
        List<Row<?>> hands = new ArrayList<>();
        List<Row<?>> answers = new ArrayList<>();
        for (FailoverStatus group : service.failover()) {
            Tags tags = Tags.of("group", group.group());
            actives.add(Row.of(tags, bit(group.role() == Role.ACTIVE)));
            times.add(Row.of(tags, seconds(group.since())));
            hands.add(Row.of(tags, bit(group.byHand() != null)));
            ProbeResult last = group.answer();
            for (ProbeResult.Kind kind : ProbeResult.Kind.values()) {
                Tags each = tags.and("answer", kind.name().toLowerCase(Locale.ROOT));
                answers.add(Row.of(each, bit(last != null && last.kind() == kind)));
            }
        }
        active.register(actives, true);
        since.register(times, true);
        byHand.register(hands, true);
        primary.register(answers, true);
        rehearsals(service);
    }

    private void rehearsals(ServiceStatus service) {
        List<Row<?>> passed = new ArrayList<>();
        List<Row<?>> times = new ArrayList<>();
        for (EndpointSource source : service.sources()) {
            source.live().rehearsal().ifPresent(last -> {
                Tags tags = Tags.of("source", source.name());
                passed.add(Row.of(tags, bit(last.passed())));
                times.add(Row.of(tags, seconds(last.at())));
            });
        }
        rehearsed.register(passed, true);
        rehearsedAt.register(times, true);
    }

    private static Number bit(boolean is) {
        return is ? 1 : 0;
    }

    private static Number seconds(Instant at) {
        return at.toEpochMilli() / MILLIS;
    }
}
