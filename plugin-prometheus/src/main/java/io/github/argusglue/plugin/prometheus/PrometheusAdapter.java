package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the alerts of the servers that evaluate the rules: Prometheus itself or one of its relatives, without an
 * Alertmanager. {@link RuleVerdicts} says what is over.
 *
 * <p>Its starts are not stable: {@code activeAt} begins anew when the server restarts, unless the rule's {@code for} is
 * at least the grace period (ten minutes) and the outage was shorter than an hour; and each of a pair has its own.
 */
final class PrometheusAdapter implements SourceAdapter {
    private final PrometheusConfig config;
    private final SourceContext context;
    private final ExecutorService threads;
    private final JsonFactory json = new JsonFactory();
    private final RuleAlerts alerts;
    private final RuleVerdicts verdicts;
    private final Watchdog watchdog;
    private final Shown shown;
    private final SnapshotMaker maker;

    /** Ends that were said lately. */
    private final Map<String, Ending> ended = new LinkedHashMap<>();

    private volatile Health health = Health.ok();
    private @Nullable Http http;
    private volatile boolean closed;

    PrometheusAdapter(PrometheusConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.threads = Executors.newCachedThreadPool(context.threadFactory());
        this.alerts = new RuleAlerts(config);
        this.verdicts = new RuleVerdicts(config.warmUp(), config.holdMax());
        this.watchdog = new Watchdog(config.signOfLife());
        this.shown = new Shown(new AlertMapper(config.presentation(), Suppression.NONE), watchdog);
        this.maker = new SnapshotMaker(shown, watchdog, new SilentOrigins());
    }

    @Override
    public void start() throws SourceException {
        http();
    }

    /** Made at the first use, since making an adapter reads no files. */
    private synchronized Http http() throws SourceException {
        Http made = http;
        if (made == null) {
            made = new Http(config.access(), context.clock());
            http = made;
        }
        if (closed) {
            made.close();
        }
        return made;
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        RuleSource source = new RuleSource(http(), json);
        SideBySide.Round<PrometheusRules> round = new SideBySide(threads).ask(config.urls(), source::read);
        List<RuleVerdicts.Look> looks = new ArrayList<>();
        List<List<ListedAlert>> firing = new ArrayList<>();
        List<List<ListedAlert>> pending = new ArrayList<>();
        round.answers().forEach((server, rules) -> {
            RuleAlerts.OfServer has = alerts.of(server, rules);
            looks.add(new RuleVerdicts.Look(server, rules, names(has.firing()), names(has.pending())));
            firing.add(has.firing());
            pending.add(has.pending());
        });
        Instant now = RuleVerdicts.now(looks);
        Map<String, United> open = alerts.unite(firing);
        alerts.unite(pending).values().forEach(united -> shown.note(united, now));
        List<Verdict> said = verdicts.round(looks);
        said.stream().filter(verdict -> verdict.state() != Verdict.State.OPEN).forEach(verdict -> {
            @Nullable United doubtful = open.remove(verdict.key());
            if (doubtful != null) {
                shown.note(doubtful, now);
            }
        });
        Optional<String> doubt =
                verdicts.doubt(looks, List.copyOf(round.problems().keySet()));
        watchdog.look(now, beat(open));
        Snapshot snapshot =
                maker.make(new SnapshotMaker.Round(said, open, now, doubt), key -> lease(open.get(key)), List.of());
        report(new ArrayList<>(round.problems().values()), looks);
        return repeated(snapshot, verdicts.stillOver(looks));
    }

    /** While a server was never read the snapshot is partial, and only what it says again agrees with an end. */
    private Snapshot repeated(Snapshot snapshot, Set<String> stillOver) {
        snapshot.endings().forEach(ending -> ended.put(ending.alertId().key(), ending));
        ended.keySet().removeIf(key -> !verdicts.isOver(key));
        if (snapshot.partialReason().isEmpty() || watchdog.reasonToHold().isPresent()) {
            return snapshot;
        }
        Set<Ending> endings = new LinkedHashSet<>(snapshot.endings());
        ended.forEach((key, ending) -> {
            if (stillOver.contains(key)) {
                endings.add(ending);
            }
        });
        return snapshot.withEndings(endings);
    }

    private Map<String, String> names(List<ListedAlert> listed) {
        Map<String, String> names = new LinkedHashMap<>();
        listed.forEach(alert -> names.put(alerts.key(alert), ListedNow.name(alert.labels())));
        return names;
    }

    private static Duration lease(@Nullable United united) {
        return united == null
                ? Duration.ZERO
                : Duration.between(united.alert().updatedAt(), united.alert().endsAt());
    }

    private Optional<Instant> beat(Map<String, United> open) {
        return open.values().stream()
                .filter(united -> watchdog.is(united.labels()))
                .map(united -> united.alert().updatedAt())
                .max(Instant::compareTo);
    }

    private void report(List<String> problems, List<RuleVerdicts.Look> looks) {
        for (RuleVerdicts.Look look : looks) {
            long failing = look.rules().failing();
            if (failing > 0) {
                problems.add(failing + " rules of " + look.server() + " cannot be evaluated");
            }
        }
        watchdog.problem().ifPresent(problems::add);
        long unmapped = shown.unmapped();
        if (unmapped > 0) {
            problems.add(unmapped + " alerts cannot be shown as configured, see the log");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return config.identityExclude().isEmpty()
                ? ReannzId.parse(incident.sourceIncidentId()).flatMap(id -> id.under(id.fingerprint()))
                : Optional.empty();
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Http made = http;
        if (made != null) {
            made.close();
        }
        threads.shutdownNow();
    }
}
