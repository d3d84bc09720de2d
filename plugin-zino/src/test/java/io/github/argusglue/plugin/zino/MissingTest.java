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

/** Cases that were gone when we began: those that Zino has lost are told from those that people have closed. */
final class MissingTest {

    /** What Argus has of an alert. */
    private static OpenIncident incident(Alert alert) {
        Map<String, Object> metadata = new LinkedHashMap<>(alert.metadata());
        metadata.put("argus_glue_id", alert.id().key());
        return OpenIncident.of(
                alert.id().value(), alert.startedAt(), alert.description(), alert.tags(), metadata, null);
    }

    /**
     * What the core does at a start: a look, then it asks about what the look does not explain, then it looks again.
     */
    private static List<Alert> begin(Desk desk, OpenIncident open) throws Exception {
        desk.restartAdapter();
        desk.look();
        desk.adapter().adopt(open);
        return desk.look().alerts();
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
    void whatAPersonHasClosedIsOver() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.zino.setState(number, "closed", "bob");
            assertOver(alert.id(), begin(desk, incident(alert)));
        }
    }

    @Test
    void whatZinoHasLostIsHeldForAWhile() throws Exception {
        try (Desk desk = new Desk(config -> config.holdLost = Duration.ofHours(3))) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.zino.lose(number);
            assertHeld(alert.id(), "nor of any later one", begin(desk, incident(alert)));
            assertTrue(desk.adapter().health().problem().orElse("").contains("1 cases have vanished"));

            desk.clock.advance(Duration.ofHours(3));
            assertOver(alert.id(), desk.look().alerts());
            desk.adapter().adopt(incident(alert));
            assertOver(alert.id(), desk.look().alerts());
        }
    }

    @Test
    void whatIsNotKnownButCasesAfterItAreWasClosedLongAgo() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.unreachable("gw2");
            desk.zino.setState(number, "closed", "bob");
            desk.zino.scavenge(number);
            assertOver(alert.id(), begin(desk, incident(alert)));
        }
    }

    @Test
    void aNumberThatIsAnotherCasesByNowWasLost() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.zino.lose(number);
            desk.zino.restart();
            desk.clock.advance(Duration.ofMinutes(1));
            assertEquals(number, desk.unreachable("gw2"), "given again");
            desk.unreachable("gw3");
            assertHeld(alert.id(), "to another case", begin(desk, incident(alert)));
        }
    }

    @Test
    void whatIsFoundAgainIsItselfAgain() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.zino.lose(number);
            desk.zino.restart();
            assertHeld(alert.id(), "nor of any later one", begin(desk, incident(alert)));
            desk.port("gw1", "ge-0/0/1", "down");
            Alert again = desk.awaitOnly("the case", found -> found.heldReason().isEmpty());
            assertEquals(alert.id(), again.id(), "same number and time");
        }
    }

    @Test
    void soIsAnIncidentOfThePredecessor() throws Exception {
        try (Desk desk = new Desk()) {
            long lost = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            OpenIncident made = OpenIncident.of(
                    "" + lost,
                    alert.startedAt(),
                    "gw1 is down",
                    List.of(Tag.of("host", "gw1"), Tag.of("event_type", "portstate")),
                    Map.of(),
                    null);
            desk.zino.setState(lost, "closed", "bob");
            assertOver(alert.id(), begin(desk, made));
            desk.zino.lose(lost);
            assertHeld(alert.id(), "nor of any later one", begin(desk, made));
        }
    }

    @Test
    void anotherZinosIsNotAskedAbout() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            Alert alert = desk.only();
            desk.zino.lose(number);
            OpenIncident made = incident(alert);
            Map<String, Object> metadata = new LinkedHashMap<>(made.metadata());
            metadata.put("zino_server", "zino9");
            OpenIncident others = OpenIncident.of(
                    made.sourceIncidentId(), made.startedAt(), made.description(), made.tags(), metadata, null);
            assertHeld(alert.id(), "made for the Zino at 'zino9'", begin(desk, others));
            desk.clock.advance(Duration.ofMinutes(15));
            assertOver(alert.id(), desk.look().alerts());
        }
    }
}
