package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.SourceState;
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

/** Gauges that are read anew at each scrape. A source that is gone is gone from them, too. */
final class StateGauges {
    private static final String SOURCE = "source";
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final List<PerSource> perSource = new ArrayList<>();
    private final MultiGauge state;
    private final MultiGauge incidents;
    private final MultiGauge argusUp;
    private final MultiGauge hangs;
    private final MultiGauge loaded;
    private final MultiGauge reload;
    private final FailoverGauges failover;
    private final MultiGauge tokenLeft;
    private final MultiGauge tokenRenewal;

    StateGauges(MeterRegistry registry) {
        this.registry = registry;
        state = gauge("source.state", "", "1 for the state the source is in, 0 for the others");
        incidents = gauge("source.incidents", "", "Incidents open in Argus, by level: 1 is critical, 5 information");
        argusUp = gauge("argus.up", "", "1 if requests to the Argus server get through");
        hangs = gauge("source.hangs", "", "1 if the source's own thread does nothing any more: a restart is needed");
        loaded = gauge("config.loaded.timestamp", "seconds", "When the configuration in force was read");
        reload = gauge("config.last.reload.successful", "", "0 if a newer configuration was refused since");
        failover = new FailoverGauges(registry);
        tokenLeft = gauge(
                "source.token.left", "seconds", "How long the source's token in Argus will be good; 0 if it is not");
        tokenRenewal =
                gauge("source.token.renewal.failing", "", "1 if the token is to be renewed and that does not work");
        sourceGauges();
    }

    private record PerSource(MultiGauge gauge, Function<SourceStatus, @Nullable Number> value) {}

    private void sourceGauges() {
        add("state.since.timestamp", "seconds", "Since when the source is in its state", s -> seconds(s.since()));
        add("alerts", "", "Alerts open in the source at its last good snapshot", s -> known(s.alerts()));
        add("pending.actions", "", "What is to be done in Argus and not done so far", SourceStatus::pending);
        add(
                "snapshot.timestamp",
                "seconds",
                "When the last good snapshot was taken; its age is time() minus this",
                s -> s.lastSnapshot() == null ? null : seconds(s.lastSnapshot()));
        add(
                "snapshot.duration",
                "seconds",
                "How long the last good snapshot took",
                s -> s.snapshotTook() == null ? null : seconds(s.snapshotTook()));
        add("in.step", "", "1 if Argus is as it should be, 0 while something is to be done", s -> bit(s.settled()));
        add(
                "guards.holding",
                "",
                "Guards that make something wait",
                s -> s.holds().size());
        add("quiet.alerts", "", "Alerts not shown since a person closed their incident", SourceStatus::quiet);
        add("unrecognised.incidents", "", "Open incidents that nobody recognises", SourceStatus::unknown);
        add(
                "heartbeat.timestamp",
                "seconds",
                "When Argus was told last that the source is alive",
                s -> s.vitals().heartbeat() == null ? null : seconds(s.vitals().heartbeat()));
        add(
                "hanging.adapters",
                "",
                "Adapters that were ended and do not come back",
                s -> s.vitals().hanging());
        add(
                "feedback.waiting",
                "",
                "What people did in Argus that the source is still to be told",
                s -> s.vitals().feedbackWaiting());
        add(
                "feedback.failing",
                "",
                "1 if the source could not be told what people did",
                s -> bit(s.vitals().feedbackFault() != null));
        add(
                "notices.dropped",
                "",
                "Notices of the source that were too many, since it was started",
                s -> s.vitals().noticesDropped());
        add("token.refused", "", "1 if Argus refused the source's token", s -> bit(s.tokenRefused()));
        add(
                "token.wrong.owner",
                "",
                "1 if nothing is written, since the token belongs to another user of Argus than the source writes as",
                s -> bit(s.token() == TokenHealth.WRONG_OWNER));
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

    private void readTokens(ServiceStatus situation) {
        List<Row<?>> lefts = new ArrayList<>();
        List<Row<?>> renewals = new ArrayList<>();
        for (EndpointSource source : situation.sources()) {
            TokenReport token = situation.token(source.name()).orElse(null);
            Double left = token == null ? null : token.secondsLeft(situation.now());
            Tags tags = Tags.of(SOURCE, source.name());
            if (left != null) {
                lefts.add(Row.of(tags, left));
            }
            if (token != null && token.renew()) {
                renewals.add(Row.of(tags, bit(token.trouble() != null)));
            }
        }
        tokenLeft.register(lefts, true);
        tokenRenewal.register(renewals, true);
    }

    void read(ServiceStatus situation) {
        readTokens(situation);
        hangs.register(
                situation.sources().stream()
                        .<Row<?>>map(source -> Row.of(
                                Tags.of(SOURCE, source.name()),
                                bit(source.live().hangReason().isPresent())))
                        .toList(),
                true);
        Map<String, SourceStatus> all = situation.sources().stream()
                .collect(Collectors.toMap(
                        EndpointSource::name, source -> source.live().status()));
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> levels = new ArrayList<>();
        all.forEach((name, status) -> {
            for (SourceState one : SourceState.values()) {
                Tags tags = Tags.of(SOURCE, name, "state", one.name().toLowerCase(Locale.ROOT));
                states.add(Row.of(tags, bit(one == status.state())));
            }
            for (int level = 1;
                    status.open() >= 0 && level <= status.openByLevel().size();
                    level++) {
                Tags tags = Tags.of(SOURCE, name, "level", Integer.toString(level));
                levels.add(Row.of(tags, status.openByLevel().get(level - 1)));
            }
        });
        state.register(states, true);
        incidents.register(levels, true);
        perSource.forEach(one -> one.gauge().register(rows(all, one.value()), true));
        List<Row<?>> servers = new ArrayList<>();
        situation
                .servers()
                .forEach(server -> servers.add(Row.of(Tags.of("argus", server.name()), bit(server.trouble() == null))));
        argusUp.register(servers, true);
        failover.read(situation);
        ServiceStatus.Configuration configuration = situation.configuration();
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
