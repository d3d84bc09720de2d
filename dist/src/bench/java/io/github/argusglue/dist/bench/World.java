package io.github.argusglue.dist.bench;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts such as Alertmanager has them, one for each of 48 ports of many switches, and the incidents that stand for
 * them. Tags that repeat are one object on either side, as the readers of both sides make them; nothing is shared
 * between the sides.
 */
final class World {
    private static final int PORTS = 48;
    private static final int SITES = 50;

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final long US = 7;

    private final Map<String, Tag> tags = new HashMap<>();
    private final Map<String, IncidentTag> incidentTags = new HashMap<>();

    Alert alert(int i, Severity severity) {
        Instant start = NOW.minusSeconds(3600 + i % 3000);
        return Alert.builder(AlertId.startedAt(String.format("%016x", i * 0x9E3779B97F4A7C15L), start), start)
                .description("LinkDown on sw-" + i / PORTS + ".example.org xe-0/0/" + i % PORTS)
                .severity(severity)
                .tag(tag("alertname", "LinkDown"))
                .tag(tag("device", "sw-" + i / PORTS + ".example.org"))
                .tag(tag("if_name", "xe-0/0/" + i % PORTS))
                .tag(tag("site", "site-" + i / PORTS % SITES))
                .build();
    }

    /** Returns the incident of an alert with texts of its own, as they come out of a JSON parser. */
    Incident incident(DesiredIncident desired, long pk) {
        return new Incident(
                pk,
                desired.id().value(),
                3,
                desired.startTime(),
                Instant.MAX,
                desired.level(),
                new String(desired.description().toCharArray()),
                List.of(desired.tags().stream().map(this::incidentTag).toArray(IncidentTag[]::new)),
                "",
                "",
                Map.of(),
                false);
    }

    private Tag tag(String key, String value) {
        return tags.computeIfAbsent(key + "=" + value, text -> new Tag(key, value));
    }

    private IncidentTag incidentTag(Tag tag) {
        return incidentTags.computeIfAbsent(
                tag.toString(),
                text -> new IncidentTag(
                        new Tag(tag.key(), new String(tag.value().toCharArray())), US));
    }
}
