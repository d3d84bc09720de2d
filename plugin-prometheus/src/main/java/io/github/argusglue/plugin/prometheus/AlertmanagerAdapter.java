package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one Alertmanager cluster lists, and says what is open, what is over, and what nobody can say.
 *
 * <p>Every round reads all members, unites their lists, has the {@link ClosingRule} judge each alert that is or was
 * listed, and asks Prometheus about those that remain open questions. An alert that was seen by this instance is closed
 * by an ending of its own, never by its mere absence; the snapshot is complete only so that incidents left over from an
 * earlier process are closed too, and {@link FirstTrust} says when that is safe.
 *
 * <p>Starts are not stable: an Alertmanager that restarts tells the start that it hears next, which is a later one when
 * the Prometheus has restarted before it.
 *
 * <p>A webhook is a reason to look at once. Only while no member answers is what it names opened for its own sake.
 */
final class AlertmanagerAdapter implements SourceAdapter {
    private final AlertmanagerConfig config;
    private final SourceContext context;
    private final ExecutorService threads;
    private final JsonFactory json = new JsonFactory();
    private final United.Identity identity;
    private final ClosingRule rule;
    private final FirstTrust trust;
    private final Watchdog watchdog;
    private final Shown shown;
    private final SilentOrigins silent = new SilentOrigins();
    private final SnapshotMaker maker;
    private final SavedTrust saved;
    private final Webhooks webhooks;
    private final LateWebhooks late = new LateWebhooks();
    private final AckSilences silences;
    private final Map<String, String> keyOfFingerprint = new HashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Health health = Health.ok();
    private @Nullable Connection connection;
    private volatile boolean closed;

    AlertmanagerAdapter(AlertmanagerConfig config, SourceContext context) {
        Closing closing = config.closing();
        this.config = config;
        this.context = context;
        this.threads = Executors.newCachedThreadPool(context.threadFactory());
        this.identity = new United.Identity(config.identityExclude(), closing.originLabels());
        this.rule = new ClosingRule(new ClosingRule.Policy(
                closing.holdMax(),
                closing.silentMax(),
                closing.expiry() == Closing.Expiry.CLOSE,
                config.receiver().isPresent()));
        this.trust = new FirstTrust(closing.holdMax());
        this.watchdog = new Watchdog(config.signOfLife());
        this.shown = new Shown(new AlertMapper(config.presentation(), config.suppression()), watchdog);
        this.maker = new SnapshotMaker(shown, watchdog, silent);
        this.saved = new SavedTrust(context.state(), json);
        this.webhooks = new Webhooks(config, context, json);
        this.silences =
                new AckSilences(context, config.silences(), () -> connection().silences(), shown::latest);
        context.onWebhook(webhooks);
    }

    @Override
    public void start() throws SourceException {
        saved.load().ifPresent(this::restore);
        connection();
    }

    private void restore(SavedTrust.Content content) {
        Map<String, Map<String, Trace.Saved>> traces = new LinkedHashMap<>();
        for (SavedTrust.Saved alert : content.alerts()) {
            traces.put(alert.key(), alert.traces());
            identity.unite(List.of(List.of(alert.listed())))
                    .values()
                    .forEach(united -> shown.restore(united.under(alert.key()), alert.startedAt()));
        }
        rule.restore(traces);
        rule.origins().restore(content.origins());
    }

    /** Everything that talks HTTP; made at the first use, since making an adapter reads no files. */
    private record Connection(Http http, Cluster cluster, PrometheusServers prometheus, SilenceStore silences) {}

    private synchronized Connection connection() throws SourceException {
        Connection made = connection;
        if (made == null) {
            Http http = new Http(config.access(), context.clock());
            made = new Connection(
                    http,
                    new Cluster(config, http, new SideBySide(threads), json),
                    new PrometheusServers(config.closing().prometheus(), http, json),
                    new SilenceStore(config.urls(), http, json));
            connection = made;
        }
        if (closed) {
            made.http().close();
        }
        return made;
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        looking.lockInterruptibly();
        try {
            return look();
        } finally {
            looking.unlock();
        }
    }

    private Snapshot look() throws SourceException, InterruptedException {
        Connection connected = connection();
        Instant begunAt = context.clock().instant();
        Cluster.Round round;
        try {
            round = connected.cluster().read(identity);
        } catch (SourceException e) {
            return fromWebhooks(e, begunAt);
        }
        noteFingerprints(round);
        List<MemberAnswer> answers = round.answers();
        Instant now = ClosingRule.now(answers);
        Map<String, United> united = identity.unite(round.alerts());
        List<Verdict> verdicts = rule.round(answers);
        List<United> lost = latest(verdicts, EnumSet.of(Verdict.State.HELD));
        Optional<PrometheusServers.Answers> prometheus = ask(connected.prometheus(), lost, united);
        verdicts = dated(rule.settle(verdicts, now, confirmations(verdicts, lost, prometheus)));
        Optional<String> doubt = trust.doubt(answers, rule, prometheus.map(said -> said.allAlive(rule.longestLease())));
        watchdog.look(now, beat(united));
        silent.look(rule.origins().silent(), now);
        List<String> problems = new ArrayList<>(round.problems());
        prometheus.ifPresent(said -> problems.addAll(said.problems()));
        silences.round(united, over(verdicts, doubt)).ifPresent(problems::add);
        List<Ending> told = late.told(united.keySet(), this::sentAsResolvedAt, now);
        late.note(verdicts, shown, now);
        Snapshot snapshot = maker.make(new SnapshotMaker.Round(verdicts, united, now, doubt), rule::leaseOf, told);
        webhooks.inbox().settle(begunAt);
        report(problems);
        long sum = sum(verdicts);
        if (saved.isDue(sum, begunAt)) {
            saved.save(toSave(), sum, begunAt);
        }
        return snapshot;
    }

    /** Stands for what alerts there are, and which of them nobody can say anything about. */
    private long sum(List<Verdict> verdicts) {
        long sum = rule.origins().silent().hashCode();
        for (Verdict verdict : verdicts) {
            sum += 31L * verdict.key().hashCode() * verdict.state().name().hashCode();
        }
        return sum;
    }

    private SavedTrust.Content toSave() {
        List<SavedTrust.Saved> alerts = new ArrayList<>();
        rule.saved()
                .forEach((key, traces) -> shown.latest(key)
                        .ifPresent(latest -> alerts.add(
                                SavedTrust.Saved.of(latest, shown.startedAt(key).orElse(latest.startsAt()), traces))));
        return new SavedTrust.Content(rule.origins().saved(), alerts);
    }

    /**
     * Nobody answers, but somebody has sent: what was named is opened, nothing else is said. An end that was sent is
     * not believed until the list confirms it, since it may be a lease that ran out, or old.
     */
    private Snapshot fromWebhooks(SourceException failure, Instant now) throws SourceException {
        List<Alert> named = closed
                ? List.of()
                : identity.unite(List.of(webhooks.inbox().firing())).values().stream()
                        .map(united -> shown.open(united, Members.USUAL_LEASE, now))
                        .flatMap(Optional::stream)
                        .toList();
        if (named.isEmpty()) {
            throw failure;
        }
        String reason =
                "only what Alertmanager has sent itself is known, since it does not answer: " + failure.getMessage();
        health = Health.degraded(reason);
        return Snapshot.partial(named, reason);
    }

    private void noteFingerprints(Cluster.Round round) {
        if (!config.identityExclude().isEmpty()) {
            keyOfFingerprint.clear();
            round.alerts()
                    .forEach(alerts ->
                            alerts.forEach(alert -> keyOfFingerprint.put(alert.fingerprint(), identity.key(alert))));
        }
    }

    private Optional<PrometheusServers.Answers> ask(
            PrometheusServers servers, List<United> lost, Map<String, United> united) {
        return servers.isConfigured() && (!lost.isEmpty() || trust.isOpen())
                ? Optional.of(servers.ask(new ListedNow(united.values(), lost)))
                : Optional.empty();
    }

    private List<United> latest(List<Verdict> verdicts, Set<Verdict.State> states) {
        return verdicts.stream()
                .filter(verdict -> states.contains(verdict.state()))
                .map(verdict -> shown.latest(verdict.key()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, Confirmation> confirmations(
            List<Verdict> verdicts, List<United> lost, Optional<PrometheusServers.Answers> prometheus) {
        Map<String, Confirmation> said = new HashMap<>();
        prometheus.ifPresent(answers ->
                lost.forEach(latest -> said.put(latest.key(), answers.confirm(latest, rule.leaseOf(latest.key())))));
        latest(verdicts, EnumSet.of(Verdict.State.HELD, Verdict.State.WAITING)).stream()
                .filter(this::wasSentAsResolved)
                .forEach(latest -> said.put(latest.key(), Confirmation.RESOLVED));
        return said;
    }

    private boolean wasSentAsResolved(United latest) {
        return sentAsResolvedAt(latest).isPresent();
    }

    /** What merely ran out is sent as resolved, too, but at the very end of its lease. */
    private Optional<Instant> sentAsResolvedAt(United latest) {
        Instant leaseEnd = latest.alert().endsAt().minus(Trace.DATE_GRAIN.multipliedBy(2));
        return resolvedAt(latest).filter(end -> end.isBefore(leaseEnd));
    }

    private Optional<Instant> resolvedAt(United latest) {
        return config.identityExclude().isEmpty()
                ? webhooks.inbox().endOf(latest.key(), latest.alert().updatedAt())
                : Optional.empty();
    }

    /** The list says that an alert is over, the webhook since when, and whether it was resolved. */
    private List<Verdict> dated(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> shown.latest(verdict.key())
                        .map(latest -> dated(verdict, latest))
                        .orElse(verdict))
                .toList();
    }

    private Verdict dated(Verdict verdict, United latest) {
        Verdict dated = resolvedAt(latest).map(verdict::endedBy).orElse(verdict);
        return wasSentAsResolved(latest) ? dated.told() : dated;
    }

    private Optional<Instant> beat(Map<String, United> united) {
        return united.values().stream()
                .filter(one -> watchdog.is(one.labels()))
                .map(one -> one.alert().updatedAt())
                .max(Instant::compareTo);
    }

    private static AckSilences.IsOver over(List<Verdict> verdicts, Optional<String> doubt) {
        Set<String> open = new HashSet<>();
        Set<String> ended = new HashSet<>();
        verdicts.forEach(verdict -> (verdict.state() == Verdict.State.ENDED ? ended : open).add(verdict.key()));
        return key -> ended.contains(key) || (doubt.isEmpty() && !open.contains(key));
    }

    private void report(List<String> problems) {
        problems.addAll(silent.problems());
        watchdog.problem().ifPresent(problems::add);
        long unmapped = shown.unmapped();
        if (unmapped > 0) {
            problems.add(unmapped + " alerts cannot be shown as configured, see the log");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.silences().silenceAcks() ? Optional.of(silences) : Optional.empty();
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return ReannzId.parse(incident.sourceIncidentId())
                .flatMap(id -> id.under(
                        config.identityExclude().isEmpty()
                                ? id.fingerprint()
                                : keyOfFingerprint.get(id.fingerprint())));
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        // A look under way may be cut here, and what it has seen half is not worth keeping.
        if (looking.tryLock()) {
            try {
                keep();
            } finally {
                looking.unlock();
            }
        }
        closeConnection();
        threads.shutdownNow();
    }

    private void keep() {
        if (rule.isUsed()) {
            saved.save(toSave(), 0, context.clock().instant());
        }
    }

    private synchronized void closeConnection() {
        closed = true;
        Connection made = connection;
        if (made != null) {
            made.http().close();
        }
    }
}
