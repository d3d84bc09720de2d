package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the snapshot of a round of what is known of each alert, and closes nothing while the watchdog is silent. */
final class SnapshotMaker {
    private final Shown shown;
    private final Watchdog watchdog;
    private final SilentOrigins silent;
    private final Map<String, Ending> withheld = new LinkedHashMap<>();

    SnapshotMaker(Shown shown, Watchdog watchdog, SilentOrigins silent) {
        this.shown = shown;
        this.watchdog = watchdog;
        this.silent = silent;
    }

    /**
     * One round.
     *
     * @param verdicts on each alert that was seen and is not known to be over
     * @param listed what is listed now, by key
     * @param now by the clock of the servers
     * @param doubt why absence means nothing; empty if it does
     */
    record Round(List<Verdict> verdicts, Map<String, United> listed, Instant now, Optional<String> doubt) {}

    /**
     * Makes it.
     *
     * @param leases how long a word about an alert counts, by key
     * @param told ends that were inferred in an earlier round and have been told since
     */
    Snapshot make(Round round, Function<String, Duration> leases, List<Ending> told) {
        List<Alert> alerts = new ArrayList<>(round.verdicts().size() + 1);
        Map<String, Ending> endings = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (Verdict verdict : round.verdicts()) {
            String key = verdict.key();
            Instant endedAt = verdict.endedAt();
            United listed = round.listed().get(key);
            if (listed != null) {
                shown.open(listed, leases.apply(key), round.now()).ifPresent(alerts::add);
            } else if (endedAt != null) {
                shown.id(key).ifPresent(id -> endings.put(key, ending(id, endedAt, verdict)));
                continue;
            } else {
                shown.held(key, verdict.reason(), verdict.unknownSince()).ifPresent(alerts::add);
            }
            known.add(key);
        }
        shown.retain(known);
        watchdog.alarm().ifPresent(alerts::add);
        alerts.addAll(silent.alarms());
        silent.over().forEach(ending -> endings.put(ending.alertId().key(), ending));
        withheld.keySet().removeAll(known);
        withheld.putAll(endings);
        told.forEach(ending -> withheld.put(ending.alertId().key(), ending));
        Optional<String> hold = watchdog.reasonToHold();
        Snapshot snapshot = hold.or(round::doubt)
                .map(reason -> Snapshot.partial(alerts, reason))
                .orElseGet(() -> Snapshot.complete(alerts));
        if (hold.isPresent()) {
            return snapshot;
        }
        List<Ending> due = List.copyOf(withheld.values());
        withheld.clear();
        return snapshot.withEndings(due);
    }

    private static Ending ending(AlertId id, Instant at, Verdict verdict) {
        return verdict.evidence() == Ending.Evidence.REPORTED
                ? Ending.reported(id, at, verdict.reason())
                : Ending.inferred(id, at, verdict.reason());
    }
}
