package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.Selection.CloseOn;
import io.github.argusglue.plugin.zino.Selection.Maintenance;
import io.github.argusglue.plugin.zino.standin.StandInZino.Fault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of cases over time. */
class ZinoAdapterTest {

    @Test
    void aCaseIsNamedByItsNumberAndItsOpening() throws Exception {
        try (Desk desk = new Desk()) {
            desk.unreachable("lab-gw1");
            Alert alert = desk.only();
            assertEquals(AlertId.unique("1@20261120T213931Z"), alert.id());
            assertEquals(Desk.BEGIN, alert.startedAt());
            assertEquals("lab-gw1 is not reachable", alert.description());
        }
    }

    @Test
    void onlyWhatWasAnnouncedIsReadAgain() throws Exception {
        try (Desk desk = new Desk()) {
            desk.unreachable("gw1");
            long second = desk.unreachable("gw2");
            List<Alert> before = desk.look().alerts();
            int commands = desk.zino.commands().size();
            desk.look();
            assertEquals(List.of("VERSION"), tail(desk, commands));
            commands = desk.zino.commands().size();
            desk.zino.set(second, "priority", "500");
            List<Alert> after = desk.await(
                            "a new priority", found -> !found.alerts().equals(before))
                    .alerts();
            assertSame(before.get(0), after.get(0), "the same object for what has not changed");
            List<String> said = tail(desk, commands);
            assertTrue(said.contains("GETATTRS 2"), said.toString());
            assertFalse(said.contains("CASEIDS") || said.contains("GETATTRS 1"), said.toString());
        }
    }

    private static List<String> tail(Desk desk, int from) {
        List<String> all = desk.zino.commands();
        return all.subList(from, all.size());
    }

    @Test
    void aLineInTheLogGivesAnotherObjectSoThatTheLogIsRead() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            Alert before = desk.only();
            desk.zino.note(number, "operator", "called the site");
            Alert after = desk.awaitOnly("another object", alert -> isAnother(alert, before));
            assertEquals(before, after);
            assertNotSame(before, after);
        }
    }

    @SuppressWarnings("ReferenceEquality") // Which object it is says whether the log is read.
    private static boolean isAnother(Alert one, Alert other) {
        return one != other;
    }

    @Test
    void whatZinoNeverAnnouncesIsSeenAtTheResync() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.zino.setSilently(number, "state", "ignored");
            assertEquals("gw1 is not reachable", desk.only().description());
            desk.clock.advance(desk.config.resync);
            assertEquals(
                    "gw1 is not reachable [planned maintenance]", desk.only().description());
        }
    }

    @Test
    void aChangeAsksForASnapshotAtOnceAndManyForFew() throws Exception {
        try (Desk desk = new Desk()) {
            desk.look();
            int before = desk.context.snapshotRequests();
            long number = desk.unreachable("gw1");
            Desk.awaitTrue("a request", () -> desk.context.snapshotRequests() > before);
            int first = desk.context.snapshotRequests();
            IntStream.range(0, 200).forEach(i -> desk.zino.set(number, "priority", String.valueOf(i)));
            desk.awaitOnly("the last priority", alert -> alert.tags().toString().contains("priority=199"));
            int asked = desk.context.snapshotRequests() - first;
            assertTrue(asked <= 20, asked + " requests for 200 lines");
        }
    }

    @Test
    void aCaseThatWasClosedEndsWithWhoDidIt() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.clock.advance(Duration.ofMinutes(1));
            desk.zino.setState(number, "closed", "operator");
            Snapshot ended = desk.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(List.of(), ended.alerts());
            assertEquals(id, ended.endings().get(0).alertId());
            assertEquals("closed in Zino by operator", ended.endings().get(0).reason());
            assertEquals(Desk.BEGIN.plusSeconds(60), ended.endings().get(0).endedAt());
            desk.zino.scavenge(number);
            desk.clock.advance(desk.config.resync);
            assertEquals(0, desk.look().alerts().size());
        }
    }

    @Test
    void recoveryShowsAndDoesNotClose() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            Alert before = desk.only();
            desk.zino.set(number, "reachability", "reachable");
            Alert after = desk.awaitOnly("recovery", alert -> !alert.equals(before));
            assertEquals("gw1 is reachable again", after.description());
            assertEquals(before.id(), after.id());
        }
    }

    @Test
    void recoveryClosesWhereThatIsWanted() throws Exception {
        try (Desk desk = new Desk(config -> config.closeOn = CloseOn.RECOVERY)) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.set(number, "reachability", "reachable");
            Snapshot ended = desk.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(List.of(), ended.alerts());
            assertEquals(id, ended.endings().get(0).alertId());
            desk.zino.set(number, "reachability", "no-response");
            assertEquals(id, desk.awaitOnly("it is back", alert -> true).id());
        }
    }

    @Test
    void whatNeverWasDownOpensNothing() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zino.open("gw1", "alarm", Map.of("alarm-type", "red", "alarm-count", "0"));
            desk.zino.open("gw1", "reachability", Map.of("reachability", "reachable"));
            desk.zino.open("gw1", "bgp", Map.of("bgpOS", "established", "remote-addr", "192.0.2.7", "ac-down", "0"));
            long port = desk.port("gw1", "ge-0/0/3", "up");
            List<Alert> held = desk.look().alerts();
            assertEquals(4, held.size());
            assertTrue(held.stream().allMatch(alert -> alert.heldReason().isPresent()), held.toString());
            desk.zino.set(port, "portstate", "down");
            desk.await(
                    "the port",
                    found -> found.alerts().stream()
                                    .filter(alert -> alert.heldReason().isEmpty())
                                    .count()
                            == 1);
        }
    }

    @Test
    void whatWasDownAndRecoveredUnseenIsOpen() throws Exception {
        try (Desk desk = new Desk()) {
            desk.zino.open("gw1", "reachability", Map.of("reachability", "reachable", "ac-down", "40"));
            assertTrue(desk.only().heldReason().isEmpty());
        }
    }

    @Test
    void plannedMaintenanceOpensNothingAndIsSaidOnWhatIsOpen() throws Exception {
        try (Desk desk = new Desk()) {
            long open = desk.unreachable("gw1");
            desk.look();
            // As Zino makes them at the beginning of a maintenance: no time of update, nothing known.
            desk.zino.open(
                    "gw1", "alarm", Map.of("state", "ignored", "updated", "", "polladdr", "", "alarm-type", "red"));
            desk.zino.setSilently(open, "state", "ignored");
            desk.clock.advance(desk.config.resync);
            List<Alert> alerts = desk.look().alerts();
            assertEquals(
                    "gw1 is not reachable [planned maintenance]", alerts.get(0).description());
            assertTrue(alerts.get(0).heldReason().isEmpty());
            assertEquals(
                    "planned maintenance in Zino", alerts.get(1).heldReason().orElse(""));
            desk.zino.setState(open, "open", "monitor");
            desk.await(
                    "the end of it",
                    found -> found.alerts().get(0).description().equals("gw1 is not reachable"));
        }
    }

    @Test
    void plannedMaintenanceClosesOrDoesNotMatterWhereThatIsWanted() throws Exception {
        try (Desk desk = new Desk(config -> config.maintenance = Maintenance.CLOSE)) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.zino.setState(number, "ignored", "operator");
            Snapshot ended = desk.await("an ending", found -> !found.endings().isEmpty());
            assertEquals("planned maintenance in Zino", ended.endings().get(0).reason());
        }
        try (Desk desk = new Desk(config -> config.maintenance = Maintenance.OPEN)) {
            desk.zino.open("gw1", "reachability", Map.of("reachability", "no-response", "state", "ignored"));
            assertTrue(desk.only().heldReason().isEmpty());
        }
    }

    @Test
    void maintenanceThatReopensAClosedCaseBringsBackTheSameAlert() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.setState(number, "closed", "operator");
            desk.await("closed", found -> found.alerts().isEmpty());
            desk.zino.setState(number, "open", "monitor");
            assertEquals(id, desk.awaitOnly("open again", alert -> true).id());
        }
    }

    @Test
    void statesThatAreToBeSkippedClose() throws Exception {
        try (Desk desk = new Desk(config -> config.skipStates = List.of("waiting"))) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.clock.advance(Duration.ofMinutes(2));
            desk.zino.setState(number, "waiting", "operator");
            Snapshot ended = desk.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(
                    "the case was set to waiting in Zino",
                    ended.endings().get(0).reason());
            assertEquals(desk.clock.instant(), ended.endings().get(0).endedAt());
        }
    }

    @Test
    void aNumberThatIsGivenAgainIsAnotherCase() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.port("lab-gw1", "ge-0/0/1", "down");
            AlertId old = desk.only().id();
            desk.clock.advance(Duration.ofSeconds(20));
            desk.zino.lose(number);
            desk.zino.restart();
            assertEquals(number, desk.unreachable("lab-gw4"));
            List<Alert> alerts =
                    desk.await("both", found -> found.alerts().size() == 2).alerts();
            assertEquals("lab-gw4 is not reachable", alerts.get(0).description());
            assertNotEquals(old, alerts.get(0).id());
            assertEquals(old, alerts.get(1).id());
            assertTrue(alerts.get(1).heldReason().orElse("").contains("its state was lost"));
        }
    }

    @Test
    void theSameProblemUnderTheSameNumberIsAnotherCaseToo() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId old = desk.only().id();
            desk.clock.advance(Duration.ofMinutes(1));
            desk.zino.lose(number);
            desk.unreachable("gw1");
            List<Alert> alerts =
                    desk.await("both", found -> found.alerts().size() == 2).alerts();
            assertEquals(AlertId.unique("1@20261120T214031Z"), alerts.get(0).id());
            assertEquals(old, alerts.get(1).id());
        }
    }

    @Test
    void whatZinoHasLostIsStillHeldByTheNextAdapter() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            Alert before = desk.only();
            desk.zino.lose(number);
            desk.clock.advance(desk.config.resync);
            Alert held = desk.only();
            assertTrue(held.heldReason().orElse("").contains("its state was lost"));
            desk.unreachable("gw2");
            desk.unreachable("gw3");
            desk.restartAdapter();
            desk.adapter().start();
            Snapshot snapshot = desk.look();
            Alert kept = snapshot.alerts().stream()
                    .filter(alert -> alert.heldReason().isPresent())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(snapshot.alerts().toString()));
            assertEquals(before.id(), kept.id());
            assertEquals(before.id().value(), kept.id().value());
            assertEquals(held.tags(), kept.tags());
            assertEquals(held.heldReason(), kept.heldReason());

            desk.clock.advance(Duration.ofDays(1));
            desk.await(
                    "the end of its time",
                    found -> found.alerts().stream()
                            .noneMatch(alert -> alert.heldReason().isPresent()));
            assertEquals(0, ((TestState) desk.context.state()).names().size());
        }
    }

    @Test
    void settingACaseToEmbryonicLeavesItTheSameCase() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId old = desk.only().id();
            desk.clock.advance(Duration.ofMinutes(1));
            desk.zino.setState(number, "embryonic", "operator");
            Alert alert =
                    desk.awaitOnly("a new start", found -> !found.startedAt().equals(Desk.BEGIN));
            assertEquals(old, alert.id());
            desk.zino.set(number, "priority", "700");
            assertEquals(
                    old,
                    desk.awaitOnly(
                                    "a priority",
                                    found -> found.tags().toString().contains("=700"))
                            .id());
        }
    }

    @Test
    void casesThatVanishUnclosedAreHeldForAWhile() throws Exception {
        try (Desk desk = new Desk(config -> config.holdLost = Duration.ofHours(3))) {
            IntStream.range(0, 30).forEach(i -> desk.unreachable("gw" + i));
            assertEquals(30, desk.look().alerts().size());
            for (long number = 1; number <= 30; number++) {
                desk.zino.lose(number);
            }
            desk.zino.restart();
            Snapshot after = desk.look();
            assertEquals(30, after.alerts().size());
            assertTrue(
                    after.alerts().stream().allMatch(alert -> alert.heldReason().isPresent()));
            assertTrue(desk.adapter().health().problem().orElse("").contains("30 cases have vanished"));
            desk.clock.advance(Duration.ofHours(3));
            assertEquals(List.of(), desk.look().alerts());
        }
    }

    @Test
    void casesThatMayHaveBeenClosedLongAgoAreOver() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.zino.fault(Fault.DOWN);
            assertThrows(SourceException.class, desk::look);
            desk.clock.advance(Duration.ofHours(9));
            desk.zino.lose(number);
            desk.zino.fault(Fault.NONE);
            assertEquals(List.of(), desk.look().alerts());
        }
    }

    @Test
    void aRestartOfZinoIsNoFailure() throws Exception {
        try (Desk desk = new Desk()) {
            desk.unreachable("gw1");
            Alert before = desk.only();
            desk.zino.restart();
            desk.unreachable("gw2");
            List<Alert> after = desk.look().alerts();
            assertEquals(2, after.size());
            assertSame(before, after.get(0));
            Desk.awaitTrue("tied again", () -> desk.zino.channels() == 1);
        }
    }

    @Test
    void aDroppedChannelIsTiedAgainAndEverythingRead() throws Exception {
        try (Desk desk = new Desk()) {
            desk.look();
            int before = desk.context.snapshotRequests();
            desk.zino.dropChannels();
            Desk.awaitTrue("a snapshot is asked for", () -> desk.context.snapshotRequests() > before);
            desk.unreachable("gw1");
            desk.only();
            Desk.awaitTrue("tied again", () -> desk.zino.channels() == 1);
        }
    }

    @Test
    void withoutAChannelEverySnapshotReadsEverything() throws Exception {
        try (Desk desk = new Desk(config -> config.notifyPort = 1)) {
            desk.look();
            assertTrue(desk.adapter().health().problem().orElse("").startsWith("no notifications from Zino"));
            long number = desk.unreachable("gw1");
            desk.only();
            desk.zino.set(number, "reachability", "reachable");
            assertEquals("gw1 is reachable again", desk.only().description());
        }
    }

    @Test
    void aFrozenZinoIsNoticedThoughItsConnectionsStand() throws Exception {
        try (Desk desk = new Desk(config -> config.timeout = Duration.ofMillis(200))) {
            desk.unreachable("gw1");
            desk.look();
            desk.zino.fault(Fault.FROZEN);
            SourceException failure = assertThrows(SourceException.class, desk::look);
            assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("VERSION: no answer within 200 ms"),
                    failure.toString());
            desk.zino.fault(Fault.NONE);
            desk.only();
        }
    }

    @Test
    void aCaseThatCannotBeShownMakesTheSnapshotPartial() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            desk.unreachable("gw2");
            desk.look();
            desk.zino.failOn(number, true);
            desk.clock.advance(desk.config.resync);
            Snapshot partial = desk.look();
            assertEquals(
                    "Zino fails to show its cases [1]", partial.partialReason().orElse(""));
            assertEquals(2, partial.alerts().size(), "its last word stands");
            desk.zino.failOn(number, false);
            desk.clock.advance(desk.config.resync);
            assertTrue(desk.look().partialReason().isEmpty());
        }
    }
}
