package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Builds the snapshot from the verdicts. It closes nothing while the watchdog alert is missing. */
final class SnapshotBuilder {
    private final AlertCache cache;
    private final Watchdog watchdog;
    private final SilentPrometheusAlerts silentAlerts;
    private final Map<String, Ending> heldBackEndings = new LinkedHashMap<>();

    SnapshotBuilder(AlertCache cache, Watchdog watchdog, SilentPrometheusAlerts silentAlerts) {
        this.cache = cache;
        this.watchdog = watchdog;
        this.silentAlerts = silentAlerts;
    }

    /**
     * The result of reading the source.
     *
     * @param verdicts verdicts on all tracked alerts
     * @param listed listed alerts by key
     * @param now time by the clock of the servers
     * @param partialReason why the snapshot has to be partial; empty if it can be complete
     * @param leftOut alerts that were read and are not listed here
     */
    record EvaluationResult(
            List<AlertVerdict> verdicts,
            Map<String, MergedAlert> listed,
            Instant now,
            Optional<String> partialReason,
            LeftOut leftOut) {}

    /**
     * Builds the snapshot.
     *
     * @param leases returns the lease of an alert by key
     * @param confirmed endings that were inferred earlier and have been reported since
     */
    Snapshot build(EvaluationResult result, Function<String, Duration> leases, List<Ending> confirmed) {
        List<Alert> alerts = new ArrayList<>(result.verdicts().size() + 1);
        Map<String, Ending> endings = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        LeftOut.Builder leftOut = LeftOut.builder().addAll(result.leftOut());
        for (AlertVerdict verdict : result.verdicts()) {
            String key = verdict.key();
            Instant endedAt = verdict.endedAt();
            MergedAlert listed = result.listed().get(key);
            if (listed != null) {
                cache.openAlert(listed, leases.apply(key), result.now())
                        .ifPresentOrElse(
                                alerts::add,
                                () -> leftOut.add("watchdog", key, () -> ListedAlerts.describe(listed.labels())));
            } else if (endedAt != null) {
                cache.id(key).ifPresent(id -> endings.put(key, ending(id, endedAt, verdict)));
                continue;
            } else {
                cache.heldAlert(key, verdict.reason(), verdict.unknownSince()).ifPresent(alerts::add);
            }
            known.add(key);
        }
        cache.retain(known);
        watchdog.alarm().ifPresent(alerts::add);
        alerts.addAll(silentAlerts.alerts());
        silentAlerts.endings().forEach(ending -> endings.put(ending.alertId().key(), ending));
        heldBackEndings.keySet().removeAll(known);
        heldBackEndings.putAll(endings);
        confirmed.forEach(ending -> heldBackEndings.put(ending.alertId().key(), ending));
        Optional<String> hold = watchdog.holdReason();
        Snapshot snapshot = hold.or(result::partialReason)
                .map(reason -> Snapshot.partial(alerts, reason))
                .orElseGet(() -> Snapshot.complete(alerts))
                .withLeftOut(leftOut.build());
        if (hold.isPresent()) {
            return snapshot;
        }
        List<Ending> due = List.copyOf(heldBackEndings.values());
        heldBackEndings.clear();
        return snapshot.withEndings(due);
    }

    /**
     * Adds earlier endings to a partial snapshot again. The core may want a later snapshot to confirm an inferred
     * ending, and in a partial one only an ending that it contains counts.
     */
    Snapshot withRepeatedEndings(Snapshot snapshot, Collection<Ending> earlier) {
        if (snapshot.partialReason().isEmpty() || watchdog.holdReason().isPresent()) {
            return snapshot;
        }
        Map<AlertId, Ending> endings = new LinkedHashMap<>();
        snapshot.endings().forEach(ending -> endings.put(ending.alertId(), ending));
        earlier.forEach(ending -> endings.putIfAbsent(ending.alertId(), ending));
        return snapshot.withEndings(endings.values());
    }

    private static Ending ending(AlertId id, Instant at, AlertVerdict verdict) {
        return verdict.evidence() == Ending.Evidence.REPORTED
                ? Ending.reported(id, at, verdict.reason())
                : Ending.inferred(id, at, verdict.reason());
    }
}
