package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts about silent Prometheus servers, one for each. */
final class SilentPrometheusAlerts {
    /** No other alert has such a key, since those are hexadecimal. */
    private static final String KEY = "silent/";

    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Ending> endings = new ArrayList<>();

    /**
     * Updates the alerts.
     *
     * @param silent silent servers, and since when
     * @param now time by the clock of the servers
     */
    void update(Map<String, Instant> silent, Instant now) {
        endings.clear();
        alerts.entrySet().removeIf(alert -> {
            boolean heardAgain = !silent.containsKey(alert.getKey());
            if (heardAgain) {
                endings.add(Ending.reported(
                        alert.getValue().id(), now, "alerts received again, or none of its alerts is open any more"));
            }
            return heardAgain;
        });
        silent.forEach((origin, since) -> alerts.computeIfAbsent(origin, absent -> alert(origin, since)));
    }

    private static Alert alert(String origin, Instant since) {
        return Alert.builder(AlertId.startedAt(KEY + origin, since), since)
                .description("No alerts received from Prometheus " + origin + " since " + TrackedAlert.format(since)
                        + ": it is down or starting, cannot reach Alertmanager, or has lost its rules. Its"
                        + " incidents stay open until it sends alerts again")
                .severity(Severity.CRITICAL)
                .tag("alertname", "PrometheusSilent")
                .tag("prometheus", origin)
                .build();
    }

    /** Returns the alerts. */
    List<Alert> alerts() {
        return List.copyOf(alerts.values());
    }

    /** Returns the endings of the last update. */
    List<Ending> endings() {
        return List.copyOf(endings);
    }

    /** Returns the problems, one line each. */
    List<String> problems() {
        return alerts.values().stream()
                .map(alert ->
                        "no alerts received from Prometheus " + alert.id().key().substring(KEY.length()) + " since "
                                + TrackedAlert.format(alert.startedAt()) + ": its incidents stay open")
                .toList();
    }
}
