package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.SourceHttpClient;
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

/**
 * Reads the alerts of one Alertmanager cluster and decides which are open, over, or unknown.
 *
 * <p>For each snapshot it reads all members, merges their lists, applies the {@link AlertmanagerClosingRule} to each
 * alert that is or was listed, and asks Prometheus about alerts whose state is unknown. An alert that this adapter has
 * seen is closed by an ending, never by mere absence. A complete snapshot is needed only to close incidents that an
 * earlier process left behind; {@link StartupGuard} decides when that is safe.
 *
 * <p>Starts are not stable: a restarted Alertmanager reports the start that it receives next, which is a later one if
 * Prometheus was restarted before.
 *
 * <p>A webhook only triggers a snapshot. Its alerts are opened directly only while no member answers.
 */
final class AlertmanagerAdapter implements SourceAdapter {
    private final AlertmanagerConfig config;
    private final SourceContext context;
    private final ExecutorService threads;
    private final AlertmanagerCluster cluster;
    private final PrometheusServers prometheusServers;
    private final MergedAlert.AlertIdentity identity;
    private final AlertmanagerClosingRule rule;
    private final StartupGuard startupGuard;
    private final Watchdog watchdog;
    private final AlertCache cache;
    private final SilentPrometheusAlerts silentAlerts = new SilentPrometheusAlerts();
    private final SnapshotBuilder snapshotBuilder;
    private final AlertStateStore stateStore;
    private final AlertmanagerWebhookHandler webhooks;
    private final InferredEndings inferredEndings = new InferredEndings();
    private final AckSilences silences;
    private final Map<String, String> keyByFingerprint = new HashMap<>();
    private final ReentrantLock snapshotLock = new ReentrantLock();
    private volatile Health health = Health.ok();
    private volatile boolean closed;

    AlertmanagerAdapter(AlertmanagerConfig config, SourceContext context) {
        ClosingConfig closing = config.closing();
        JsonFactory json = new JsonFactory();
        SourceHttpClient http = context.http(config.access());
        this.config = config;
        this.context = context;
        this.threads = Executors.newCachedThreadPool(context.threadFactory());
        this.identity = new MergedAlert.AlertIdentity(config.identityExclude(), closing.originLabels());
        this.rule = new AlertmanagerClosingRule(new AlertmanagerClosingRule.ClosingPolicy(
                closing.holdMax(),
                closing.silentMax(),
                closing.expiry() == ClosingConfig.Expiry.CLOSE,
                config.receiver().isPresent()));
        this.startupGuard = new StartupGuard(closing.holdMax());
        this.watchdog = new Watchdog(config.watchdog());
        this.cache = new AlertCache(new AlertMapper(config.display(), config.suppression()), watchdog);
        this.snapshotBuilder = new SnapshotBuilder(cache, watchdog, silentAlerts);
        this.stateStore = new AlertStateStore(context.state(), json);
        this.webhooks = new AlertmanagerWebhookHandler(config, context, json);
        this.cluster = new AlertmanagerCluster(config, http, new ParallelFetch(threads), json);
        this.prometheusServers = new PrometheusServers(closing.prometheus(), http, json);
        this.silences =
                new AckSilences(context, config.silences(), new SilenceStore(config.urls(), http, json), cache::latest);
        context.onWebhook(webhooks);
    }

    @Override
    public void start() {
        stateStore.load().ifPresent(this::restore);
    }

    private void restore(AlertStateStore.SavedState content) {
        Map<String, Map<String, MemberHistory.SavedHistory>> histories = new LinkedHashMap<>();
        for (AlertStateStore.SavedAlert alert : content.alerts()) {
            histories.put(alert.key(), alert.histories());
            identity.merge(List.of(List.of(alert.listed())))
                    .values()
                    .forEach(merged -> cache.restore(merged.withKey(alert.key()), alert.startedAt()));
        }
        rule.restore(histories);
        rule.origins().restore(content.origins());
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        snapshotLock.lockInterruptibly();
        try {
            return readSnapshot();
        } finally {
            snapshotLock.unlock();
        }
    }

    private Snapshot readSnapshot() throws SourceException, InterruptedException {
        Instant begunAt = context.clock().instant();
        AlertmanagerCluster.ClusterReading reading;
        try {
            reading = cluster.read(identity);
        } catch (SourceException e) {
            return partialFromWebhooks(e, begunAt);
        }
        updateFingerprints(reading);
        List<MemberAnswer> answers = reading.answers();
        Instant now = AlertmanagerClosingRule.now(answers);
        Map<String, MergedAlert> merged = identity.merge(reading.alerts());
        List<AlertVerdict> verdicts = rule.evaluate(answers);
        List<MergedAlert> held = latest(verdicts, EnumSet.of(AlertVerdict.Status.HELD));
        Optional<PrometheusServers.ServerAnswers> prometheus = ask(held, merged);
        verdicts = withWebhookTime(rule.applyConfirmations(verdicts, now, confirmations(verdicts, held, prometheus)));
        Optional<String> partialReason = startupGuard.partialReason(
                answers, rule, prometheus.map(servers -> servers.allEvaluating(rule.longestLease())));
        watchdog.update(now, lastBeat(merged));
        silentAlerts.update(rule.origins().silent(), now);
        List<String> problems = new ArrayList<>(reading.problems());
        prometheus.ifPresent(servers -> problems.addAll(servers.problems()));
        silences.sync(merged, endedCheck(verdicts, partialReason)).ifPresent(problems::add);
        List<Ending> confirmed = inferredEndings.confirmed(merged.keySet(), this::resolvedByWebhookAt, now);
        inferredEndings.add(verdicts, cache, now);
        Snapshot snapshot = snapshotBuilder.build(
                new SnapshotBuilder.EvaluationResult(verdicts, merged, now, partialReason, LeftOut.nothing()),
                rule::leaseOf,
                confirmed);
        webhooks.alerts().discardBefore(begunAt);
        report(problems);
        long hash = stateHash(verdicts);
        if (stateStore.isDue(hash, begunAt)) {
            stateStore.save(savedState(), hash, begunAt);
        }
        return snapshotBuilder.withRepeatedEndings(snapshot, inferredEndings.unconfirmed());
    }

    /** Returns a hash of the alerts and their state, to detect changes of the saved state. */
    private long stateHash(List<AlertVerdict> verdicts) {
        long hash = rule.origins().silent().hashCode();
        for (AlertVerdict verdict : verdicts) {
            hash += 31L * verdict.key().hashCode() * verdict.status().name().hashCode();
        }
        return hash;
    }

    private AlertStateStore.SavedState savedState() {
        List<AlertStateStore.SavedAlert> alerts = new ArrayList<>();
        rule.saved()
                .forEach((key, histories) -> cache.latest(key)
                        .ifPresent(latest -> alerts.add(AlertStateStore.SavedAlert.of(
                                latest, cache.startedAt(key).orElse(latest.startsAt()), histories))));
        return new AlertStateStore.SavedState(rule.origins().saved(), alerts);
    }

    /**
     * While no member answers, reports alerts that webhooks have named as firing, and nothing else. An end in a webhook
     * is not trusted until the list confirms it, since it may be an expired lease, or old.
     */
    private Snapshot partialFromWebhooks(SourceException failure, Instant now) throws SourceException {
        List<Alert> firing = closed
                ? List.of()
                : identity.merge(List.of(webhooks.alerts().firing())).values().stream()
                        .map(merged -> cache.openAlert(merged, MemberTracker.DEFAULT_LEASE, now))
                        .flatMap(Optional::stream)
                        .toList();
        if (firing.isEmpty()) {
            throw failure;
        }
        String reason =
                "Alertmanager does not answer, only alerts from its webhooks are known: " + failure.getMessage();
        health = Health.degraded(reason);
        return Snapshot.partial(firing, reason);
    }

    private void updateFingerprints(AlertmanagerCluster.ClusterReading reading) {
        if (!config.identityExclude().isEmpty()) {
            keyByFingerprint.clear();
            reading.alerts()
                    .forEach(alerts ->
                            alerts.forEach(alert -> keyByFingerprint.put(alert.fingerprint(), identity.key(alert))));
        }
    }

    private Optional<PrometheusServers.ServerAnswers> ask(List<MergedAlert> held, Map<String, MergedAlert> merged)
            throws InterruptedException {
        return prometheusServers.isConfigured() && (!held.isEmpty() || startupGuard.isUndecided())
                ? Optional.of(prometheusServers.ask(new ListedAlerts(merged.values(), held)))
                : Optional.empty();
    }

    private List<MergedAlert> latest(List<AlertVerdict> verdicts, Set<AlertVerdict.Status> statuses) {
        return verdicts.stream()
                .filter(verdict -> statuses.contains(verdict.status()))
                .map(verdict -> cache.latest(verdict.key()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, Confirmation> confirmations(
            List<AlertVerdict> verdicts, List<MergedAlert> held, Optional<PrometheusServers.ServerAnswers> prometheus) {
        Map<String, Confirmation> confirmations = new HashMap<>();
        prometheus.ifPresent(servers -> held.forEach(
                latest -> confirmations.put(latest.key(), servers.confirm(latest, rule.leaseOf(latest.key())))));
        latest(verdicts, EnumSet.of(AlertVerdict.Status.HELD, AlertVerdict.Status.WAITING)).stream()
                .filter(this::wasResolvedByWebhook)
                .forEach(latest -> confirmations.put(latest.key(), Confirmation.RESOLVED));
        return confirmations;
    }

    private boolean wasResolvedByWebhook(MergedAlert latest) {
        return resolvedByWebhookAt(latest).isPresent();
    }

    /** Alertmanager also sends an expired alert as resolved, but only at the very end of its lease. */
    private Optional<Instant> resolvedByWebhookAt(MergedAlert latest) {
        Instant leaseEnd = latest.alert().endsAt().minus(MemberHistory.DATE_RESOLUTION.multipliedBy(2));
        return resolvedAt(latest).filter(end -> end.isBefore(leaseEnd));
    }

    private Optional<Instant> resolvedAt(MergedAlert latest) {
        return config.identityExclude().isEmpty()
                ? webhooks.alerts().resolvedAt(latest.key(), latest.alert().updatedAt())
                : Optional.empty();
    }

    /** Adds the time from webhooks, and whether they reported the alert as resolved, to endings found in the list. */
    private List<AlertVerdict> withWebhookTime(List<AlertVerdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> cache.latest(verdict.key())
                        .map(latest -> withWebhookTime(verdict, latest))
                        .orElse(verdict))
                .toList();
    }

    private AlertVerdict withWebhookTime(AlertVerdict verdict, MergedAlert latest) {
        AlertVerdict dated = resolvedAt(latest).map(verdict::endedBy).orElse(verdict);
        return wasResolvedByWebhook(latest) ? dated.reported() : dated;
    }

    private Optional<Instant> lastBeat(Map<String, MergedAlert> merged) {
        return merged.values().stream()
                .filter(alert -> watchdog.matches(alert.labels()))
                .map(alert -> alert.alert().updatedAt())
                .max(Instant::compareTo);
    }

    private static AckSilences.EndedCheck endedCheck(List<AlertVerdict> verdicts, Optional<String> partialReason) {
        Set<String> open = new HashSet<>();
        Set<String> ended = new HashSet<>();
        verdicts.forEach(verdict -> (verdict.status() == AlertVerdict.Status.ENDED ? ended : open).add(verdict.key()));
        return key -> ended.contains(key) || (partialReason.isEmpty() && !open.contains(key));
    }

    private void report(List<String> problems) {
        problems.addAll(silentAlerts.problems());
        watchdog.problem().ifPresent(problems::add);
        long unmapped = cache.unmappedCount();
        if (unmapped > 0) {
            problems.add(unmapped + " alerts cannot be displayed as configured, see the log");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.silences().silenceAcks() ? Optional.of(silences) : Optional.empty();
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return ReannzIncidentId.parse(incident.sourceIncidentId())
                .flatMap(id -> id.withKey(
                        config.identityExclude().isEmpty()
                                ? id.fingerprint()
                                : keyByFingerprint.get(id.fingerprint())));
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        // The state is not saved while a snapshot runs: it may be interrupted here, and a partial state is not useful.
        if (snapshotLock.tryLock()) {
            try {
                saveState();
            } finally {
                snapshotLock.unlock();
            }
        }
        closed = true;
        threads.shutdownNow();
    }

    private void saveState() {
        if (rule.isUsed()) {
            stateStore.save(savedState(), 0, context.clock().instant());
        }
    }
}
