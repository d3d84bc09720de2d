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

/** Incidents that another Zino's argus-glue has made of the same trouble. */
final class SiblingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final CaseBook primary = book("zino1");
    private final CaseBook standby = book("zino2");

    private static CaseBook book(String server) {
        ZinoConfig config = new ConfigBuilder().build();
        return new CaseBook(config.selection(), config.presentation(), server);
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

    private static void take(CaseBook book, ZinoCase seen) {
        book.take(seen, false, false, NOW);
    }

    /** What Argus has of an alert. */
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

    private static List<Alert> alerts(CaseBook book, Instant now) {
        return book.snapshot(List.of(), now).alerts();
    }

    private static Optional<AlertId> recognise(CaseBook book, OpenIncident incident) {
        return Sibling.of(incident).flatMap(sibling -> book.recognise(sibling, NOW));
    }

    @Test
    void anotherNumberAndAnotherTimeIsTheSameTrouble() {
        take(primary, port(17, 3, 100));
        take(standby, port(4, 3, 98));
        take(standby, port(17, 4, 50));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.of(CaseIds.of(4, NOW.minusSeconds(98))), recognise(standby, made));
        assertEquals(Optional.of(CaseIds.of(17, NOW.minusSeconds(100))), recognise(primary, made), "its own");
    }

    @Test
    void whatThisZinoHasNotSeenIsHeldForAWhile() {
        take(primary, port(17, 3, 100));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.empty(), recognise(standby, made));
        Alert held = alerts(standby, NOW).get(0);
        assertEquals(CaseIds.of(17, NOW.minusSeconds(100)), held.id());
        assertTrue(held.heldReason().orElse("").contains("'zino1'"), held::toString);

        take(standby, port(4, 3, 1));
        assertEquals(
                List.of(CaseIds.of(4, NOW.minusSeconds(1))),
                alerts(standby, NOW).stream().map(Alert::id).toList(),
                "it has now");
        assertEquals(Optional.of(CaseIds.of(4, NOW.minusSeconds(1))), recognise(standby, made));
    }

    @Test
    void notForLonger() {
        take(primary, port(17, 3, 100));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        recognise(standby, made);
        assertEquals(1, alerts(standby, NOW.plus(Duration.ofMinutes(14))).size());
        assertEquals(0, alerts(standby, NOW.plus(Duration.ofMinutes(15))).size());
        recognise(standby, made);
        assertEquals(0, alerts(standby, NOW.plus(Duration.ofMinutes(15))).size(), "it was held once");
    }

    @Test
    void anIncidentOfOurOwnIsNotHeldAndNotTakenForTheNextOne() {
        take(primary, port(17, 3, 100));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        assertEquals(Optional.empty(), recognise(book("zino1"), made), "its case is over");
        assertEquals(0, alerts(book("zino1"), NOW).size());

        primary.close(port(17, 3, 100), "closed", NOW);
        take(primary, port(18, 3, 1));
        assertEquals(Optional.empty(), recognise(primary, made), "the next one begins anew");
    }

    /** An argus-glue that was not there when the case was closed must not take its incident for the next case's. */
    @Test
    void aLaterCaseOfTheSameZinoBeginsAnewAlsoIfNobodySawTheFirstOneClose() {
        take(primary, port(17, 3, 100));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        CaseBook restarted = book("zino1");
        take(restarted, port(18, 3, 1));
        assertEquals(Optional.empty(), recognise(restarted, made));

        take(standby, port(18, 3, 1));
        assertEquals(Optional.of(CaseIds.of(18, NOW.minusSeconds(1))), recognise(standby, made), "another Zino's");
    }

    /** Numbers begin anew, and the trouble is the same. */
    @Test
    void aCaseOfAZinoThatHasLostItsStateIsTheSameTrouble() {
        take(primary, port(17, 3, 100));
        OpenIncident made = incident(alerts(primary, NOW).get(0));
        CaseBook restarted = book("zino1");
        take(restarted, port(2, 3, 1));
        assertEquals(Optional.of(CaseIds.of(2, NOW.minusSeconds(1))), recognise(restarted, made));
    }

    @Test
    void whatArgusGlueHasNotMadeOfACaseIsNone() {
        assertEquals(
                Optional.empty(),
                Sibling.of(OpenIncident.of("17", NOW, "x", List.of(), Map.of("zino_router", "gw1"), null)));
    }
}
