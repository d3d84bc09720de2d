package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one Alertmanager cluster lists, and says what is open, what is over, and what nobody can say.
 *
 * <p>Every round reads all members, unites their lists, has the {@link ClosingRule} judge each alert that is or was
 * listed, and asks Prometheus about those that remain open questions. An alert that was seen by this instance is closed
 * by an {@link Ending} of its own, never by its mere absence; the snapshot is complete only so that incidents left over
 * from an earlier process are closed too, and {@link FirstTrust} says when that is safe.
 */
final class AlertmanagerAdapter implements SourceAdapter {
    /** What REANNZ's prometheus-argus-glue made of a fingerprint and the start in seconds. */
    private static final Pattern REANNZ_ID = Pattern.compile("([0-9a-f]{16})_([0-9]{1,11})");

    private final AlertmanagerConfig config;
    private final SourceContext context;
    private final ExecutorService threads;
    private final JsonFactory json = new JsonFactory();
    private final United.Identity identity;
    private final ClosingRule rule;
    private final FirstTrust trust;
    private final Shown shown;
    private final Map<String, String> keyOfFingerprint = new HashMap<>();
    private boolean watchdogSeen;
    private volatile Health health = Health.ok();
    private @Nullable Connection connection;
    private volatile boolean closed;

    AlertmanagerAdapter(AlertmanagerConfig config, SourceContext context) {
        Closing closing = config.closing();
        this.config = config;
        this.context = context;
        this.threads = Executors.newCachedThreadPool(context.threadFactory());
        this.identity = new United.Identity(config.identityExclude());
        this.rule = new ClosingRule(new ClosingRule.Policy(
                closing.holdMax(),
                closing.expiry() == Closing.Expiry.CLOSE,
                config.receiver().isPresent()));
        this.trust = new FirstTrust(closing.holdMax());
        this.shown = new Shown(new AlertMapper(config.presentation()));
    }

    @Override
    public void start() throws SourceException {
        connection();
    }

    /** Everything that talks HTTP; made at the first use, since making an adapter reads no files. */
    private record Connection(Http http, Cluster cluster, PrometheusServers prometheus) {}

    private synchronized Connection connection() throws SourceException {
        Connection made = connection;
        if (made == null) {
            Http http = new Http(config.access(), context.clock());
            made = new Connection(
                    http,
                    new Cluster(config, http, threads, json),
                    new PrometheusServers(config.closing().prometheus(), http, json));
            connection = made;
        }
        if (closed) {
            made.http().close();
        }
        return made;
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Connection connected = connection();
        Cluster.Round round = connected.cluster().read(identity);
        noteFingerprints(round);
        List<MemberAnswer> answers =
                round.readings().stream().map(Cluster.Reading::answer).toList();
        Map<String, United> united = identity.unite(
                round.readings().stream().map(Cluster.Reading::alerts).toList());
        List<Verdict> verdicts = rule.round(answers);
        List<United> lost = lost(verdicts);
        Optional<PrometheusServers.Answers> prometheus = ask(connected.prometheus(), lost, united);
        verdicts = rule.settle(verdicts, ClosingRule.now(answers), confirmations(lost, prometheus));
        Optional<String> doubt = trust.doubt(answers, rule, prometheus.map(said -> said.allAlive(rule.longestLease())));
        Snapshot snapshot = snapshot(verdicts, united, ClosingRule.now(answers), doubt);
        List<String> problems = new ArrayList<>(round.problems());
        prometheus.ifPresent(said -> problems.addAll(said.problems()));
        report(united, problems);
        return snapshot;
    }

    private void noteFingerprints(Cluster.Round round) {
        if (!config.identityExclude().isEmpty()) {
            keyOfFingerprint.clear();
            round.readings()
                    .forEach(reading -> reading.alerts()
                            .forEach(alert -> keyOfFingerprint.put(alert.fingerprint(), identity.key(alert))));
        }
    }

    private Optional<PrometheusServers.Answers> ask(
            PrometheusServers servers, List<United> lost, Map<String, United> united) {
        return servers.isConfigured() && (!lost.isEmpty() || trust.isOpen())
                ? Optional.of(servers.ask(new ListedNow(united.values(), lost)))
                : Optional.empty();
    }

    private List<United> lost(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.HELD)
                .map(verdict -> shown.latest(verdict.key()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, Confirmation> confirmations(List<United> lost, Optional<PrometheusServers.Answers> prometheus) {
        Map<String, Confirmation> said = new HashMap<>();
        prometheus.ifPresent(answers ->
                lost.forEach(latest -> said.put(latest.key(), answers.confirm(latest, rule.leaseOf(latest.key())))));
        return said;
    }

    private Snapshot snapshot(List<Verdict> verdicts, Map<String, United> united, Instant now, Optional<String> doubt) {
        List<Alert> alerts = new ArrayList<>(verdicts.size());
        List<Ending> endings = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Verdict verdict : verdicts) {
            String key = verdict.key();
            Instant endedAt = verdict.endedAt();
            United listed = united.get(key);
            if (listed != null) {
                shown.open(listed, rule.leaseOf(key), now).ifPresent(alerts::add);
            } else if (endedAt != null) {
                shown.id(key).ifPresent(id -> endings.add(Ending.of(id, endedAt, verdict.reason())));
                continue;
            } else {
                shown.held(key, verdict.reason()).ifPresent(alerts::add);
            }
            known.add(key);
        }
        shown.retain(known);
        return doubt.map(reason -> Snapshot.partial(alerts, reason))
                .orElseGet(() -> Snapshot.complete(alerts))
                .withEndings(endings);
    }

    private void report(Map<String, United> united, List<String> problems) {
        boolean watchdog = united.values().stream().anyMatch(shown::isWatchdog);
        watchdogSeen |= watchdog;
        if (watchdogSeen && !watchdog) {
            problems.add("the watchdog alert is no longer listed: is Prometheus alive?");
        }
        long unmapped = shown.unmapped();
        if (unmapped > 0) {
            problems.add(unmapped + " alerts cannot be shown as configured, see the log");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        Matcher id = REANNZ_ID.matcher(incident.sourceIncidentId());
        if (!id.matches()) {
            return Optional.empty();
        }
        String fingerprint = id.group(1);
        String key = config.identityExclude().isEmpty() ? fingerprint : keyOfFingerprint.get(fingerprint);
        return key == null
                ? Optional.empty()
                : Optional.of(AlertId.startedAt(key, Instant.ofEpochSecond(Long.parseLong(id.group(2)))));
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Connection made = connection;
        if (made != null) {
            made.http().close();
        }
        threads.shutdownNow();
    }
}
