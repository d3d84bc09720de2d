package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the alerts of servers that evaluate rules, without an Alertmanager: Prometheus or a compatible server.
 * {@link PrometheusClosingRule} decides which alerts are over.
 *
 * <p>Starts are not stable: {@code activeAt} starts again when the server restarts, unless the rule's {@code for} is at
 * least the grace period (ten minutes) and the outage was shorter than one hour. The servers of a pair also have
 * different starts.
 */
final class PrometheusAdapter implements SourceAdapter {
    private final PrometheusConfig config;
    private final ExecutorService threads;
    private final RulesClient rules;
    private final RuleAlerts alerts;
    private final PrometheusClosingRule closingRule;
    private final Watchdog watchdog;
    private final AlertCache cache;
    private final SnapshotBuilder snapshotBuilder;

    /** Recent endings. */
    private final Map<String, Ending> ended = new LinkedHashMap<>();

    private volatile Health health = Health.ok();

    PrometheusAdapter(PrometheusConfig config, SourceContext context) {
        this.config = config;
        this.threads = Executors.newCachedThreadPool(context.threadFactory());
        this.rules = new RulesClient(context.http(config.access()), new JsonFactory());
        this.alerts = new RuleAlerts(config);
        this.closingRule = new PrometheusClosingRule(config.warmUp(), config.holdMax());
        this.watchdog = new Watchdog(config.watchdog());
        this.cache = new AlertCache(new AlertMapper(config.display(), SuppressionConfig.NONE), watchdog);
        this.snapshotBuilder = new SnapshotBuilder(cache, watchdog, new SilentPrometheusAlerts());
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        ParallelFetch.FetchResult<PrometheusRules> fetched =
                new ParallelFetch(threads).fetch(config.urls(), rules::read);
        List<PrometheusClosingRule.ServerAnswer> answers = new ArrayList<>();
        List<List<ListedAlert>> firing = new ArrayList<>();
        List<List<ListedAlert>> pending = new ArrayList<>();
        List<List<ListedAlert>> filtered = new ArrayList<>();
        fetched.answers().forEach((server, rules) -> {
            RuleAlerts.ServerAlerts serverAlerts = alerts.of(server, rules);
            answers.add(new PrometheusClosingRule.ServerAnswer(
                    server, rules, namesByKey(serverAlerts.firing()), namesByKey(serverAlerts.pending())));
            firing.add(serverAlerts.firing());
            pending.add(serverAlerts.pending());
            filtered.add(serverAlerts.filtered());
        });
        Instant now = PrometheusClosingRule.now(answers);
        Map<String, MergedAlert> open = alerts.merge(firing);
        alerts.merge(pending).values().forEach(merged -> cache.remember(merged, now));
        LeftOut leftOut = leftOut(alerts.merge(filtered));
        List<AlertVerdict> verdicts = closingRule.evaluate(answers);
        verdicts.stream()
                .filter(verdict -> verdict.status() != AlertVerdict.Status.OPEN)
                .forEach(verdict -> {
                    @Nullable MergedAlert unconfirmed = open.remove(verdict.key());
                    if (unconfirmed != null) {
                        cache.remember(unconfirmed, now);
                    }
                });
        Optional<String> partialReason = closingRule.partialReason(
                answers, List.copyOf(fetched.problems().keySet()));
        watchdog.update(now, lastBeat(open));
        Snapshot snapshot = snapshotBuilder.build(
                new SnapshotBuilder.EvaluationResult(verdicts, open, now, partialReason, leftOut),
                key -> lease(open.get(key)),
                List.of());
        report(new ArrayList<>(fetched.problems().values()), answers);
        return snapshotBuilder.withRepeatedEndings(snapshot, stillEnded(snapshot, answers));
    }

    private static LeftOut leftOut(Map<String, MergedAlert> filtered) {
        LeftOut.Builder leftOut = LeftOut.builder();
        filtered.forEach((key, merged) ->
                leftOut.add("filter", key, () -> ListedAlerts.describe(merged.labels()) + ": does not match 'filter'"));
        return leftOut.build();
    }

    /**
     * Returns the recent endings that a server still confirms: while one of a pair has not been read, no other does.
     */
    private List<Ending> stillEnded(Snapshot latest, List<PrometheusClosingRule.ServerAnswer> answers) {
        latest.endings().forEach(ending -> ended.put(ending.alertId().key(), ending));
        ended.keySet().removeIf(key -> !closingRule.hasEndedRecently(key));
        Set<String> confirmed = closingRule.stillEnded(answers);
        return ended.values().stream()
                .filter(ending -> confirmed.contains(ending.alertId().key()))
                .toList();
    }

    private Map<String, String> namesByKey(List<ListedAlert> listed) {
        Map<String, String> names = new LinkedHashMap<>();
        listed.forEach(alert -> names.put(alerts.key(alert), ListedAlerts.name(alert.labels())));
        return names;
    }

    private static Duration lease(@Nullable MergedAlert merged) {
        return merged == null
                ? Duration.ZERO
                : Duration.between(merged.alert().updatedAt(), merged.alert().endsAt());
    }

    private Optional<Instant> lastBeat(Map<String, MergedAlert> open) {
        return open.values().stream()
                .filter(merged -> watchdog.matches(merged.labels()))
                .map(merged -> merged.alert().updatedAt())
                .max(Instant::compareTo);
    }

    private void report(List<String> problems, List<PrometheusClosingRule.ServerAnswer> answers) {
        for (PrometheusClosingRule.ServerAnswer answer : answers) {
            long failing = answer.rules().failing();
            if (failing > 0) {
                problems.add(failing + " rules of " + answer.server() + " fail");
            }
        }
        watchdog.problem().ifPresent(problems::add);
        long unmapped = cache.unmappedCount();
        if (unmapped > 0) {
            problems.add(unmapped + " alerts cannot be displayed as configured, see the log");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return config.identityExclude().isEmpty()
                ? ReannzIncidentId.parse(incident.sourceIncidentId()).flatMap(id -> id.withKey(id.fingerprint()))
                : Optional.empty();
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
