package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import io.github.argusglue.core.token.TokenReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gauges that are read at each scrape. They disappear together with their source. */
final class StateGauges {
    private static final String SOURCE = "source";
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final List<PerSource> perSource = new ArrayList<>();
    private final MultiGauge state;
    private final MultiGauge incidents;
    private final MultiGauge leftOut;
    private final MultiGauge argusUp;
    private final MultiGauge argusClock;
    private final MultiGauge hangs;
    private final MultiGauge loaded;
    private final MultiGauge reload;
    private final FailoverGauges failover;
    private final ClusterGauges cluster;
    private final MultiGauge tokenExpiry;
    private final MultiGauge tokenRenewal;

    StateGauges(MeterRegistry registry) {
        this.registry = registry;
        state = gauge("source.state", "", "1 for the current state of the source, 0 for the others");
        incidents = gauge("source.incidents", "", "Open incidents in Argus, by level: 1 is critical, 5 is information");
        leftOut = gauge(
                "left.out", "", "Problems in the last good snapshot of the source that have no incident, by reason");
        argusUp = gauge("argus.up", "", "1 if requests to the Argus server succeed");
        argusClock = gauge(
                "argus.clock.ahead",
                "seconds",
                "How much this machine's clock is ahead of the Argus server's, negative if behind; 0 below a minute");
        hangs = gauge("source.hangs", "", "1 if the source's thread hangs and argus-glue must be restarted");
        loaded = gauge("config.loaded.timestamp", "seconds", "When the configuration in force was read");
        reload = gauge("config.last.reload.successful", "", "0 if the last reload failed");
        failover = new FailoverGauges(registry);
        cluster = new ClusterGauges(registry);
        tokenExpiry = gauge(
                "source.token.expiry.timestamp",
                "seconds",
                "When the source's Argus token expires, as far as that is known");
        tokenRenewal = gauge("source.token.renewal.failing", "", "1 if automatic renewal of the token fails");
        sourceGauges();
    }

    private record PerSource(MultiGauge gauge, Function<SourceStatus, @Nullable Number> value) {}

    private void sourceGauges() {
        add("state.since.timestamp", "seconds", "When the source entered its current state", s -> seconds(s.since()));
        add("up", "", "1 if the source could be read the last time, 0 if not", StateGauges::up);
        add("alerts", "", "Open alerts in the last good snapshot of the source", s -> known(s.alerts()));
        add("pending.actions", "", "Actions that are planned but not executed yet", SourceStatus::pending);
        add(
                "snapshot.timestamp",
                "seconds",
                "When the last good snapshot was taken; its age is time() minus this",
                s -> s.lastSnapshot() == null ? null : seconds(s.lastSnapshot()));
        add(
                "snapshot.duration",
                "seconds",
                "Duration of the last good snapshot",
                s -> s.snapshotTook() == null ? null : seconds(s.snapshotTook()));
        add("snapshot.partial", "", "1 if the last good snapshot lacks something", StateGauges::partial);
        add(
                "degraded",
                "",
                "1 if the source is read but a part of it does not work",
                s -> bit(!s.degraded().isEmpty()));
        add(
                "unknown.scopes",
                "",
                "Scopes of the source that the last good snapshot does not know",
                s -> s.missing() == null ? 0 : s.missing().scopes().size());
        add("in.step", "", "1 if Argus is in step with the source, 0 while actions are pending", s -> bit(s.settled()));
        add(
                "guards.holding",
                "",
                "Number of guards that hold actions",
                s -> s.holds().size());
        add(
                "quiet.alerts",
                "",
                "Alerts that are not shown because a person closed their incident",
                SourceStatus::quiet);
        add("unrecognised.incidents", "", "Open incidents of the source that match no alert", SourceStatus::unknown);
        add(
                "heartbeat.timestamp",
                "seconds",
                "When the last heartbeat was sent to Argus",
                s -> s.vitals().heartbeat() == null ? null : seconds(s.vitals().heartbeat()));
        add(
                "hanging.adapters",
                "",
                "Adapters that were closed but have not returned",
                s -> s.vitals().hanging());
        add(
                "feedback.waiting",
                "",
                "Changes by people in Argus that the source has not been told yet",
                s -> s.vitals().feedbackWaiting());
        add(
                "feedback.failing",
                "",
                "1 if changes by people could not be delivered to the source",
                s -> bit(s.vitals().feedbackFault() != null));
        add("token.refused", "", "1 if Argus rejected the source's token", s -> bit(s.tokenRefused()));
        add(
                "token.wrong.owner",
                "",
                "1 if nothing is written because the token belongs to a different Argus user than before",
                s -> bit(s.token() == TokenHealth.WRONG_OWNER));
    }

    private static @Nullable Number up(SourceStatus status) {
        boolean tried = status.lastSnapshot() != null || status.sourceFault() != null;
        return tried ? bit(status.sourceFault() == null) : null;
    }

    private static @Nullable Number partial(SourceStatus status) {
        return status.lastSnapshot() == null ? null : bit(status.missing() != null);
    }

    private void add(String name, String unit, String help, Function<SourceStatus, @Nullable Number> value) {
        perSource.add(new PerSource(gauge("source." + name, unit, help), value));
    }

    private MultiGauge gauge(String name, String unit, String help) {
        return MultiGauge.builder("argus.glue." + name)
                .description(help)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    private void readTokens(ServiceStatus service) {
        List<Row<?>> expiries = new ArrayList<>();
        List<Row<?>> renewals = new ArrayList<>();
        for (EndpointSource source : service.sources()) {
            TokenReport token = service.token(source.name()).orElse(null);
            Instant expiry = token == null ? null : token.until();
            Tags tags = Tags.of(SOURCE, source.name());
            if (expiry != null) {
                expiries.add(Row.of(tags, seconds(expiry)));
            }
            if (token != null && token.renew()) {
                renewals.add(Row.of(tags, bit(token.trouble() != null)));
            }
        }
        tokenExpiry.register(expiries, true);
        tokenRenewal.register(renewals, true);
    }

    void read(ServiceStatus service) {
        readTokens(service);
        hangs.register(
                service.sources().stream()
                        .<Row<?>>map(source -> Row.of(
                                Tags.of(SOURCE, source.name()),
                                bit(source.live().hangReason().isPresent())))
                        .toList(),
                true);
        Map<String, SourceStatus> all = service.sources().stream()
                .collect(Collectors.toMap(
                        EndpointSource::name, source -> source.live().status()));
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> levels = new ArrayList<>();
        List<Row<?>> reasons = new ArrayList<>();
        all.forEach((name, status) -> {
            for (RunState one : RunState.values()) {
                Tags tags = Tags.of(SOURCE, name, "state", one.name().toLowerCase(Locale.ROOT));
                states.add(Row.of(tags, bit(one == status.state())));
            }
            status.leftOut()
                    .groups()
                    .forEach(group ->
                            reasons.add(Row.of(Tags.of(SOURCE, name, "reason", group.reason()), group.count())));
            for (int level = 1;
                    status.open() >= 0 && level <= status.openByLevel().size();
                    level++) {
                Tags tags = Tags.of(SOURCE, name, "level", Integer.toString(level));
                levels.add(Row.of(tags, status.openByLevel().get(level - 1)));
            }
        });
        state.register(states, true);
        incidents.register(levels, true);
        leftOut.register(reasons, true);
        perSource.forEach(one -> one.gauge().register(rows(all, one.value()), true));
        List<Row<?>> servers = new ArrayList<>();
        service.servers()
                .forEach(server -> servers.add(Row.of(Tags.of("argus", server.name()), bit(server.trouble() == null))));
        argusUp.register(servers, true);
        argusClock.register(
                service.servers().stream()
                        .map(server -> Row.of(Tags.of("argus", server.name()), server.clockAheadSeconds()))
                        .collect(Collectors.<Row<?>>toList()),
                true);
        failover.read(service);
        cluster.read(service);
        ServiceStatus.Configuration configuration = service.configuration();
        loaded.register(List.of(Row.of(Tags.empty(), seconds(configuration.loadedAt()))), true);
        reload.register(List.of(Row.of(Tags.empty(), bit(configuration.refusal() == null))), true);
    }

    private static List<Row<?>> rows(Map<String, SourceStatus> all, Function<SourceStatus, @Nullable Number> value) {
        List<Row<?>> rows = new ArrayList<>();
        all.forEach((name, status) -> {
            Number known = value.apply(status);
            if (known != null) {
                rows.add(Row.of(Tags.of(SOURCE, name), known));
            }
        });
        return rows;
    }

    private static @Nullable Number known(int count) {
        return count < 0 ? null : count;
    }

    private static Number bit(boolean is) {
        return is ? 1 : 0;
    }

    private static Number seconds(Instant at) {
        return at.toEpochMilli() / MILLIS;
    }

    private static Number seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
