package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cases that Zino does not list when the adapter starts: lost ones are held, closed ones are over. */
final class LostCaseDetectorTest {

    /** Returns the incident of an alert, as Argus has it. */
    private static OpenIncident incident(Alert alert) {
        Map<String, Object> metadata = new LinkedHashMap<>(alert.metadata());
        metadata.put("argus_glue_id", alert.id().key());
        return OpenIncident.of(
                alert.id().value(), alert.startedAt(), alert.description(), alert.tags(), metadata, null);
    }

    /**
     * Does what the core does at a start: takes a snapshot, asks the adapter to adopt the unexplained incident, and
     * takes another snapshot.
     */
    private static List<Alert> snapshotAfterRestart(ZinoFixture fixture, OpenIncident open) throws Exception {
        fixture.restartAdapter();
        fixture.snapshot();
        fixture.adapter().adopt(open);
        return fixture.snapshot().alerts();
    }

    private static void assertHeld(AlertId id, String reason, List<Alert> alerts) {
        Optional<Alert> held =
                alerts.stream().filter(alert -> alert.id().equals(id)).findFirst();
        assertTrue(held.flatMap(Alert::heldReason).orElse("").contains(reason), alerts::toString);
    }

    private static void assertOver(AlertId id, List<Alert> alerts) {
        assertTrue(alerts.stream().noneMatch(alert -> alert.id().equals(id)), alerts::toString);
    }

    @Test
    void closedCaseIsOver() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.zino.setState(number, "closed", "bob");
            assertOver(alert.id(), snapshotAfterRestart(fixture, incident(alert)));
        }
    }

    @Test
    void lostCaseIsHeld() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.holdLost = Duration.ofHours(3))) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.zino.lose(number);
            assertHeld(alert.id(), "nor any later case", snapshotAfterRestart(fixture, incident(alert)));
            assertTrue(fixture.adapter().health().problem().orElse("").contains("1 cases disappeared"));

            fixture.clock.advance(Duration.ofHours(3));
            assertOver(alert.id(), fixture.snapshot().alerts());
            fixture.adapter().adopt(incident(alert));
            assertOver(alert.id(), fixture.snapshot().alerts());
        }
    }

    @Test
    void unknownCaseBeforeKnownCasesIsOver() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.unreachable("gw2");
            fixture.zino.setState(number, "closed", "bob");
            fixture.zino.scavenge(number);
            assertOver(alert.id(), snapshotAfterRestart(fixture, incident(alert)));
        }
    }

    @Test
    void caseWhoseNumberWasReusedIsHeld() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.zino.lose(number);
            fixture.zino.restart();
            fixture.clock.advance(Duration.ofMinutes(1));
            assertEquals(number, fixture.unreachable("gw2"), "number is reused");
            fixture.unreachable("gw3");
            assertHeld(alert.id(), "for another case", snapshotAfterRestart(fixture, incident(alert)));
        }
    }

    @Test
    void reappearedCaseIsTheSameAlert() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.zino.lose(number);
            fixture.zino.restart();
            assertHeld(alert.id(), "nor any later case", snapshotAfterRestart(fixture, incident(alert)));
            fixture.port("gw1", "ge-0/0/1", "down");
            Alert again = fixture.awaitSingleAlert(
                    "the case", found -> found.heldReason().isEmpty());
            assertEquals(alert.id(), again.id(), "same number and time");
        }
    }

    @Test
    void appliesToIncidentsOfZinoArgusGlue() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long lost = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            OpenIncident legacy = OpenIncident.of(
                    "" + lost,
                    alert.startedAt(),
                    "gw1 is down",
                    List.of(Tag.of("host", "gw1"), Tag.of("event_type", "portstate")),
                    Map.of(),
                    null);
            fixture.zino.setState(lost, "closed", "bob");
            assertOver(alert.id(), snapshotAfterRestart(fixture, legacy));
            fixture.zino.lose(lost);
            assertHeld(alert.id(), "nor any later case", snapshotAfterRestart(fixture, legacy));
        }
    }

    @Test
    void doesNotCheckCasesOfAnotherZino() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            Alert alert = fixture.singleAlert();
            fixture.zino.lose(number);
            OpenIncident legacy = incident(alert);
            Map<String, Object> metadata = new LinkedHashMap<>(legacy.metadata());
            metadata.put("zino_server", "zino9");
            OpenIncident others = OpenIncident.of(
                    legacy.sourceIncidentId(), legacy.startedAt(), legacy.description(), legacy.tags(), metadata, null);
            assertHeld(alert.id(), "opened for the Zino at 'zino9'", snapshotAfterRestart(fixture, others));
            fixture.clock.advance(Duration.ofMinutes(15));
            assertOver(alert.id(), fixture.snapshot().alerts());
        }
    }
}
