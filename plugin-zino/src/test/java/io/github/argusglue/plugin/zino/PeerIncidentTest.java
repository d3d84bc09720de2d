package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Incidents that another argus-glue has created for the same problem, from another Zino. */
final class PeerIncidentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final CaseRegistry primary = registry("zino1");
    private final CaseRegistry standby = registry("zino2");

    private static CaseRegistry registry(String server) {
        ZinoConfig config = new ZinoConfigBuilder().build();
        return new CaseRegistry(config.selection(), config.display(), server);
    }

    private static ZinoCase port(long number, int ifindex, int openedAgo) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", "" + number);
        attributes.put("router", "gw1");
        attributes.put("type", "portstate");
        attributes.put("state", "open");
        attributes.put("ifindex", "" + ifindex);
        attributes.put("port", "ge-" + ifindex);
        attributes.put("portstate", "down");
        attributes.put("descr", "core, link");
        return new ZinoCase(number, "gw1", "portstate", "open", NOW.minusSeconds(openedAgo), attributes);
    }

    private static void update(CaseRegistry registry, ZinoCase zinoCase) {
        registry.update(zinoCase, false, false, NOW);
    }

    /** Returns the incident of an alert, as Argus has it. */
    private static OpenIncident incident(Alert alert) {
        Map<String, Object> metadata = new LinkedHashMap<>(alert.metadata());
        metadata.put("argus_glue_id", alert.id().key());
        return OpenIncident.of(
                alert.id().value(),
                alert.startedAt(),
                alert.description(),
                List.<Tag>copyOf(alert.tags()),
                metadata,
                null);
    }

    private static List<Alert> alerts(CaseRegistry registry, Instant now) {
        return registry.snapshot(List.of(), now).alerts();
    }

    private static Optional<AlertId> findMatch(CaseRegistry registry, OpenIncident incident) {
        return PeerIncident.of(incident).flatMap(peer -> registry.findMatch(peer, NOW));
    }

    @Test
    void matchesCasesWithTheSameSubject() {
        update(primary, port(17, 3, 100));
        update(standby, port(4, 3, 98));
        update(standby, port(17, 4, 50));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.of(CaseIds.of(4, NOW.minusSeconds(98))), findMatch(standby, incident));
        assertEquals(
                Optional.of(CaseIds.of(17, NOW.minusSeconds(100))),
                findMatch(primary, incident),
                "alert of the matching case");
    }

    @Test
    void holdsIncidentsThatThisZinoHasNotSeen() {
        update(primary, port(17, 3, 100));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.empty(), findMatch(standby, incident));
        Alert held = alerts(standby, NOW).get(0);
        assertEquals(CaseIds.of(17, NOW.minusSeconds(100)), held.id());
        assertTrue(held.heldReason().orElse("").contains("'zino1'"), held::toString);

        update(standby, port(4, 3, 1));
        assertEquals(
                List.of(CaseIds.of(4, NOW.minusSeconds(1))),
                alerts(standby, NOW).stream().map(Alert::id).toList(),
                "it has now");
        assertEquals(Optional.of(CaseIds.of(4, NOW.minusSeconds(1))), findMatch(standby, incident));
    }

    @Test
    void holdsForALimitedTime() {
        update(primary, port(17, 3, 100));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        findMatch(standby, incident);
        assertEquals(1, alerts(standby, NOW.plus(Duration.ofMinutes(14))).size());
        assertEquals(0, alerts(standby, NOW.plus(Duration.ofMinutes(15))).size());
        findMatch(standby, incident);
        assertEquals(0, alerts(standby, NOW.plus(Duration.ofMinutes(15))).size(), "held only once");
    }

    @Test
    void ownIncidentIsNeitherHeldNorReused() {
        update(primary, port(17, 3, 100));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.empty(), findMatch(registry("zino1"), incident), "its case is over");
        assertEquals(0, alerts(registry("zino1"), NOW).size());

        primary.close(port(17, 3, 100), "closed", NOW);
        update(primary, port(18, 3, 1));
        assertEquals(Optional.empty(), findMatch(primary, incident), "the next case needs a new incident");
    }

    /** An argus-glue that was not running when the case was closed must not use its incident for the next case. */
    @Test
    void laterCaseOfTheSameZinoIsANewAlert() {
        update(primary, port(17, 3, 100));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        CaseRegistry restarted = registry("zino1");
        update(restarted, port(18, 3, 1));
        assertEquals(Optional.empty(), findMatch(restarted, incident));

        update(standby, port(18, 3, 1));
        assertEquals(
                Optional.of(CaseIds.of(18, NOW.minusSeconds(1))),
                findMatch(standby, incident),
                "incident of another Zino");
    }

    /** Numbers start again from 1, but the problem is the same. */
    @Test
    void matchesTheCaseOfAZinoThatLostItsState() {
        update(primary, port(17, 3, 100));
        OpenIncident incident = incident(alerts(primary, NOW).get(0));
        CaseRegistry restarted = registry("zino1");
        update(restarted, port(2, 3, 1));
        assertEquals(Optional.of(CaseIds.of(2, NOW.minusSeconds(1))), findMatch(restarted, incident));
    }

    @Test
    void ignoresIncidentsWithoutAnAlertId() {
        assertEquals(
                Optional.empty(),
                PeerIncident.of(OpenIncident.of("17", NOW, "x", List.of(), Map.of("zino_router", "gw1"), null)));
    }
}
