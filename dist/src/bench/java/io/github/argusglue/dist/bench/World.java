package io.github.argusglue.dist.bench;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.reconcile.DesiredIncident;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Alerts such as Alertmanager has them, and the incidents that stand for them. Nothing but constants is shared. */
final class World {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final long US = 7;

    private World() {}

    static Alert alert(int i, Severity severity) {
        Instant start = NOW.minusSeconds(3600 + i % 3000);
        return Alert.builder(AlertId.startedAt(String.format("%016x", i * 0x9E3779B97F4A7C15L), start), start)
                .description("LinkDown on sw-" + i + ".example.org xe-0/0/" + i % 48)
                .severity(severity)
                .tag("alertname", "LinkDown")
                .tag("device", "sw-" + i + ".example.org")
                .tag("if_name", "xe-0/0/" + i % 48)
                .tag("site", "site-" + i % 50)
                .build();
    }

    /** Returns the incident of an alert with texts of its own, as they come out of a JSON parser. */
    static Incident incident(DesiredIncident desired, long pk) {
        return new Incident(
                pk,
                desired.id().value(),
                3,
                desired.startTime(),
                Instant.MAX,
                desired.level(),
                new String(desired.description().toCharArray()),
                List.of(desired.tags().stream()
                        .map(tag -> new IncidentTag(tag, US))
                        .toArray(IncidentTag[]::new)),
                "",
                "",
                Map.of(),
                false);
    }
}
