package io.github.argusglue.core.trial;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one snapshot changed. An alert is the same if its key is, even if its start has moved.
 *
 * @param alerts the alerts of the snapshot, each with what happened to it
 * @param ended alerts that are over
 * @param absent alerts whose absence means nothing, because the snapshot or their scope is partial
 * @param repeated ids that occur more than once in the snapshot; the core uses the first alert
 * @param open the alerts that are open after the snapshot, by key
 */
public record SnapshotDiff(
        List<Row> alerts, List<End> ended, List<Alert> absent, List<AlertId> repeated, Map<String, Alert> open) {

    /** Returns what a snapshot changes for the alerts that were open before. */
    static SnapshotDiff of(Map<String, Alert> before, Snapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        List<AlertId> repeated = new ArrayList<>();
        Map<String, Alert> now = new LinkedHashMap<>();
        for (Alert alert : snapshot.alerts()) {
            if (now.putIfAbsent(key(alert.id()), alert) != null) {
                repeated.add(alert.id());
            } else {
                Alert old = before.get(key(alert.id()));
                rows.add(new Row(alert, old == null, old == null ? List.of() : AlertChanges.between(old, alert)));
            }
        }
        Map<String, Ending> endings = new HashMap<>();
        snapshot.endings().forEach(ending -> endings.put(key(ending.alertId()), ending));
        List<End> ended = new ArrayList<>();
        List<Alert> absent = new ArrayList<>();
        before.forEach((key, alert) -> {
            Ending ending = endings.get(key);
            if (now.containsKey(key)) {
                return;
            } else if (ending == null && isUnknown(alert, snapshot)) {
                absent.add(alert);
                now.put(key, alert);
            } else {
                ended.add(new End(alert, ending));
            }
        });
        return new SnapshotDiff(rows, ended, absent, repeated, now);
    }

    /** In a snapshot with unknown scopes, an alert without a scope may belong to any of them. */
    private static boolean isUnknown(Alert alert, Snapshot snapshot) {
        return snapshot.partialReason().isPresent()
                || alert.scope()
                        .map(snapshot.unknownScopes()::containsKey)
                        .orElse(!snapshot.unknownScopes().isEmpty());
    }

    private static String key(AlertId id) {
        return (id.isUnique() ? "id " : "key ") + id.key();
    }

    /** Returns how many alerts are new. */
    public long opened() {
        return alerts.stream().filter(Row::opened).count();
    }

    /** Returns how many alerts have changed. */
    public long changed() {
        return alerts.stream().filter(row -> !row.changes().isEmpty()).count();
    }

    /** Returns whether anything differs from the snapshot before. */
    public boolean isAnything() {
        return opened() + changed() > 0 || !ended.isEmpty() || !absent.isEmpty() || !repeated.isEmpty();
    }

    /**
     * An alert of the snapshot.
     *
     * @param alert the alert
     * @param opened whether it was not open before
     * @param changes what differs from before, one text for each field
     */
    public record Row(Alert alert, boolean opened, List<String> changes) {}

    /**
     * An alert that is over.
     *
     * @param alert as it was last
     * @param ending what the adapter says about it; null if the alert is only absent
     */
    public record End(Alert alert, @Nullable Ending ending) {}
}
