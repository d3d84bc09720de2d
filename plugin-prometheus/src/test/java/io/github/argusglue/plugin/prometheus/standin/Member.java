package io.github.argusglue.plugin.prometheus.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The alerts of one simulated Alertmanager. Guarded by the cluster's lock. */
final class Member {
    private final Map<String, Stored> alerts = new TreeMap<>();
    private Instant startedAt;
    private int configuration;
    private StandInAlertmanager.AlertmanagerFault fault = StandInAlertmanager.AlertmanagerFault.NONE;

    Member(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /** One alert as received. */
    record Stored(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            Instant updatedAt,
            Instant endsAt) {}

    /** Receives an alert from Prometheus. If it overlaps a known one, the earlier start stays, as in Alertmanager. */
    void receive(String fingerprint, FiringAlert alert, Instant now, Duration lease) {
        Stored before = alerts.get(fingerprint);
        Instant startsAt = alert.startsAt();
        if (before != null && before.endsAt().isAfter(now) && before.startsAt().isBefore(startsAt)) {
            startsAt = before.startsAt();
        }
        alerts.put(fingerprint, new Stored(alert.labels(), alert.annotations(), startsAt, now, now.plus(lease)));
    }

    void resolve(String fingerprint) {
        alerts.remove(fingerprint);
    }

    /** Returns the listed alerts: those whose lease has not expired. */
    Map<String, Stored> listed(Instant now) {
        Map<String, Stored> listed = new LinkedHashMap<>();
        alerts.forEach((fingerprint, alert) -> {
            if (alert.endsAt().isAfter(now)) {
                listed.put(fingerprint, alert);
            }
        });
        return listed;
    }

    /** Forgets all alerts, since they do not survive a restart. */
    void restart(Instant now) {
        alerts.clear();
        startedAt = now;
    }

    void reconfigure() {
        configuration++;
    }

    Instant startedAt() {
        return startedAt;
    }

    int configuration() {
        return configuration;
    }

    StandInAlertmanager.AlertmanagerFault fault() {
        return fault;
    }

    void fault(StandInAlertmanager.AlertmanagerFault next) {
        fault = next;
    }
}
