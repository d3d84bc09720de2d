package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.SelectionConfig.CloseOn;
import io.github.argusglue.plugin.zino.SelectionConfig.Maintenance;
import io.github.argusglue.plugin.zino.standin.StandInZino.ZinoFault;
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

/** Cases over time, with a simulated Zino. */
class ZinoAdapterTest {

    @Test
    void alertIdIsCaseNumberAndOpeningTime() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.unreachable("lab-gw1");
            Alert alert = fixture.singleAlert();
            assertEquals(AlertId.unique("1@20261120T213931Z"), alert.id());
            assertEquals(ZinoFixture.BEGIN, alert.startedAt());
            assertEquals("lab-gw1 is not reachable", alert.description());
        }
    }

    @Test
    void readsOnlyAnnouncedCases() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.unreachable("gw1");
            long second = fixture.unreachable("gw2");
            List<Alert> before = fixture.snapshot().alerts();
            int commands = fixture.zino.commands().size();
            fixture.snapshot();
            assertEquals(List.of("VERSION"), commandsSince(fixture, commands));
            commands = fixture.zino.commands().size();
            fixture.zino.set(second, "priority", "500");
            List<Alert> after = fixture.await(
                            "a new priority", found -> !found.alerts().equals(before))
                    .alerts();
            assertSame(before.get(0), after.get(0), "unchanged alert is the same object");
            List<String> sent = commandsSince(fixture, commands);
            assertTrue(sent.contains("GETATTRS 2"), sent.toString());
            assertFalse(sent.contains("CASEIDS") || sent.contains("GETATTRS 1"), sent.toString());
        }
    }

    private static List<String> commandsSince(ZinoFixture fixture, int from) {
        List<String> all = fixture.zino.commands();
        return all.subList(from, all.size());
    }

    @Test
    void newLogEntryGivesANewAlertObject() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            Alert before = fixture.singleAlert();
            fixture.zino.note(number, "operator", "called the site");
            Alert after = fixture.awaitSingleAlert("another object", alert -> isDifferentObject(alert, before));
            assertEquals(before, after);
            assertNotSame(before, after);
        }
    }

    @SuppressWarnings("ReferenceEquality") // A new object makes the core read the log.
    private static boolean isDifferentObject(Alert one, Alert other) {
        return one != other;
    }

    @Test
    void resyncFindsUnannouncedChanges() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.zino.setWithoutNotification(number, "state", "ignored");
            assertEquals("gw1 is not reachable", fixture.singleAlert().description());
            fixture.clock.advance(fixture.config.resync);
            assertEquals(
                    "gw1 is not reachable [planned maintenance]",
                    fixture.singleAlert().description());
        }
    }

    @Test
    void changesRequestSnapshotsAtALimitedRate() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.snapshot();
            int before = fixture.context.snapshotRequests();
            long number = fixture.unreachable("gw1");
            ZinoFixture.awaitTrue("a request", () -> fixture.context.snapshotRequests() > before);
            int first = fixture.context.snapshotRequests();
            IntStream.range(0, 200).forEach(i -> fixture.zino.set(number, "priority", String.valueOf(i)));
            fixture.awaitSingleAlert(
                    "the last priority", alert -> alert.tags().toString().contains("priority=199"));
            int asked = fixture.context.snapshotRequests() - first;
            assertTrue(asked <= 20, asked + " requests for 200 lines");
        }
    }

    @Test
    void endingOfAClosedCaseNamesWhoClosedIt() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.zino.setState(number, "closed", "operator");
            Snapshot ended =
                    fixture.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(List.of(), ended.alerts());
            assertEquals(id, ended.endings().get(0).alertId());
            assertEquals("closed in Zino by operator", ended.endings().get(0).reason());
            assertEquals(
                    ZinoFixture.BEGIN.plusSeconds(60), ended.endings().get(0).endedAt());
            fixture.zino.scavenge(number);
            fixture.clock.advance(fixture.config.resync);
            assertEquals(0, fixture.snapshot().alerts().size());
        }
    }

    @Test
    void recoveryUpdatesTheAlertWithoutClosingIt() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            Alert before = fixture.singleAlert();
            fixture.zino.set(number, "reachability", "reachable");
            Alert after = fixture.awaitSingleAlert("recovery", alert -> !alert.equals(before));
            assertEquals("gw1 is reachable again", after.description());
            assertEquals(before.id(), after.id());
        }
    }

    @Test
    void recoveryClosesTheAlertIfConfigured() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.closeOn = CloseOn.RECOVERY)) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.set(number, "reachability", "reachable");
            Snapshot ended =
                    fixture.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(List.of(), ended.alerts());
            assertEquals(id, ended.endings().get(0).alertId());
            fixture.zino.set(number, "reachability", "no-response");
            assertEquals(
                    id, fixture.awaitSingleAlert("it is back", alert -> true).id());
        }
    }

    @Test
    void casesThatWereNeverDownAreHeld() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.zino.open("gw1", "alarm", Map.of("alarm-type", "red", "alarm-count", "0"));
            fixture.zino.open("gw1", "reachability", Map.of("reachability", "reachable"));
            fixture.zino.open("gw1", "bgp", Map.of("bgpOS", "established", "remote-addr", "192.0.2.7", "ac-down", "0"));
            long port = fixture.port("gw1", "ge-0/0/3", "up");
            List<Alert> held = fixture.snapshot().alerts();
            assertEquals(4, held.size());
            assertTrue(held.stream().allMatch(alert -> alert.heldReason().isPresent()), held.toString());
            fixture.zino.set(port, "portstate", "down");
            fixture.await(
                    "the port",
                    found -> found.alerts().stream()
                                    .filter(alert -> alert.heldReason().isEmpty())
                                    .count()
                            == 1);
        }
    }

    @Test
    void recoveredCaseThatWasDownIsOpen() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.zino.open("gw1", "reachability", Map.of("reachability", "reachable", "ac-down", "40"));
            assertTrue(fixture.singleAlert().heldReason().isEmpty());
        }
    }

    @Test
    void plannedMaintenanceHoldsNewCasesAndMarksOpenAlerts() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long open = fixture.unreachable("gw1");
            fixture.snapshot();
            // Zino opens such cases at the start of a maintenance: without an update time and without data.
            fixture.zino.open(
                    "gw1", "alarm", Map.of("state", "ignored", "updated", "", "polladdr", "", "alarm-type", "red"));
            fixture.zino.setWithoutNotification(open, "state", "ignored");
            fixture.clock.advance(fixture.config.resync);
            List<Alert> alerts = fixture.snapshot().alerts();
            assertEquals(
                    "gw1 is not reachable [planned maintenance]", alerts.get(0).description());
            assertTrue(alerts.get(0).heldReason().isEmpty());
            assertEquals(
                    "planned maintenance in Zino", alerts.get(1).heldReason().orElse(""));
            fixture.zino.setState(open, "open", "monitor");
            fixture.await(
                    "the end of it",
                    found -> found.alerts().get(0).description().equals("gw1 is not reachable"));
        }
    }

    @Test
    void plannedMaintenanceClosesOrIsIgnoredIfConfigured() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.maintenance = Maintenance.CLOSE)) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.zino.setState(number, "ignored", "operator");
            Snapshot ended =
                    fixture.await("an ending", found -> !found.endings().isEmpty());
            assertEquals("planned maintenance in Zino", ended.endings().get(0).reason());
        }
        try (ZinoFixture fixture = new ZinoFixture(config -> config.maintenance = Maintenance.OPEN)) {
            fixture.zino.open("gw1", "reachability", Map.of("reachability", "no-response", "state", "ignored"));
            assertTrue(fixture.singleAlert().heldReason().isEmpty());
        }
    }

    @Test
    void caseReopenedByMaintenanceIsTheSameAlert() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.setState(number, "closed", "operator");
            fixture.await("closed", found -> found.alerts().isEmpty());
            fixture.zino.setState(number, "open", "monitor");
            assertEquals(
                    id, fixture.awaitSingleAlert("open again", alert -> true).id());
        }
    }

    @Test
    void skippedStateClosesTheAlert() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.skipStates = List.of("waiting"))) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.clock.advance(Duration.ofMinutes(2));
            fixture.zino.setState(number, "waiting", "operator");
            Snapshot ended =
                    fixture.await("an ending", found -> !found.endings().isEmpty());
            assertEquals(
                    "the case was set to waiting in Zino",
                    ended.endings().get(0).reason());
            assertEquals(fixture.clock.instant(), ended.endings().get(0).endedAt());
        }
    }

    @Test
    void reusedNumberIsANewCase() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.port("lab-gw1", "ge-0/0/1", "down");
            AlertId old = fixture.singleAlert().id();
            fixture.clock.advance(Duration.ofSeconds(20));
            fixture.zino.lose(number);
            fixture.zino.restart();
            assertEquals(number, fixture.unreachable("lab-gw4"));
            List<Alert> alerts =
                    fixture.await("both", found -> found.alerts().size() == 2).alerts();
            assertEquals("lab-gw4 is not reachable", alerts.get(0).description());
            assertNotEquals(old, alerts.get(0).id());
            assertEquals(old, alerts.get(1).id());
            assertTrue(alerts.get(1).heldReason().orElse("").contains("Zino has lost its state"));
        }
    }

    @Test
    void reusedNumberForTheSameProblemIsANewCase() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId old = fixture.singleAlert().id();
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.zino.lose(number);
            fixture.unreachable("gw1");
            List<Alert> alerts =
                    fixture.await("both", found -> found.alerts().size() == 2).alerts();
            assertEquals(AlertId.unique("1@20261120T214031Z"), alerts.get(0).id());
            assertEquals(old, alerts.get(1).id());
        }
    }

    @Test
    void newAdapterKeepsHoldingLostCases() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            Alert before = fixture.singleAlert();
            fixture.zino.lose(number);
            fixture.clock.advance(fixture.config.resync);
            Alert held = fixture.singleAlert();
            assertTrue(held.heldReason().orElse("").contains("Zino has lost its state"));
            fixture.unreachable("gw2");
            fixture.unreachable("gw3");
            fixture.restartAdapter();
            fixture.adapter().start();
            Snapshot snapshot = fixture.snapshot();
            Alert kept = snapshot.alerts().stream()
                    .filter(alert -> alert.heldReason().isPresent())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(snapshot.alerts().toString()));
            assertEquals(before.id(), kept.id());
            assertEquals(before.id().value(), kept.id().value());
            assertEquals(held.tags(), kept.tags());
            assertEquals(held.heldReason(), kept.heldReason());

            fixture.clock.advance(Duration.ofDays(1));
            fixture.await(
                    "the end of its time",
                    found -> found.alerts().stream()
                            .noneMatch(alert -> alert.heldReason().isPresent()));
            assertEquals(0, ((TestState) fixture.context.state()).names().size());
        }
    }

    @Test
    void caseSetToEmbryonicIsTheSameAlert() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId old = fixture.singleAlert().id();
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.zino.setState(number, "embryonic", "operator");
            Alert alert = fixture.awaitSingleAlert(
                    "a new start", found -> !found.startedAt().equals(ZinoFixture.BEGIN));
            assertEquals(old, alert.id());
            fixture.zino.set(number, "priority", "700");
            assertEquals(
                    old,
                    fixture.awaitSingleAlert(
                                    "a priority",
                                    found -> found.tags().toString().contains("=700"))
                            .id());
        }
    }

    @Test
    void casesThatVanishWithoutBeingClosedAreHeld() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.holdLost = Duration.ofHours(3))) {
            IntStream.range(0, 30).forEach(i -> fixture.unreachable("gw" + i));
            assertEquals(30, fixture.snapshot().alerts().size());
            for (long number = 1; number <= 30; number++) {
                fixture.zino.lose(number);
            }
            fixture.zino.restart();
            Snapshot after = fixture.snapshot();
            assertEquals(30, after.alerts().size());
            assertTrue(
                    after.alerts().stream().allMatch(alert -> alert.heldReason().isPresent()));
            assertTrue(fixture.adapter().health().problem().orElse("").contains("30 cases disappeared"));
            fixture.clock.advance(Duration.ofHours(3));
            assertEquals(List.of(), fixture.snapshot().alerts());
        }
    }

    @Test
    void casesUnseenForHoursAreOver() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.zino.fault(ZinoFault.DOWN);
            assertThrows(SourceException.class, fixture::snapshot);
            fixture.clock.advance(Duration.ofHours(9));
            fixture.zino.lose(number);
            fixture.zino.fault(ZinoFault.NONE);
            assertEquals(List.of(), fixture.snapshot().alerts());
        }
    }

    @Test
    void restartOfZinoIsNoFailure() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.unreachable("gw1");
            Alert before = fixture.singleAlert();
            fixture.zino.restart();
            fixture.unreachable("gw2");
            List<Alert> after = fixture.snapshot().alerts();
            assertEquals(2, after.size());
            assertSame(before, after.get(0));
            ZinoFixture.awaitTrue("tied again", () -> fixture.zino.channels() == 1);
        }
    }

    @Test
    void reopensADroppedChannelAndReadsAllCases() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.snapshot();
            int before = fixture.context.snapshotRequests();
            fixture.zino.dropChannels();
            ZinoFixture.awaitTrue("a snapshot is asked for", () -> fixture.context.snapshotRequests() > before);
            fixture.unreachable("gw1");
            fixture.singleAlert();
            ZinoFixture.awaitTrue("tied again", () -> fixture.zino.channels() == 1);
        }
    }

    @Test
    void readsAllCasesWithoutAChannel() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.notifyPort = 1)) {
            fixture.snapshot();
            assertTrue(fixture.adapter().health().problem().orElse("").startsWith("no notifications from Zino"));
            long number = fixture.unreachable("gw1");
            fixture.singleAlert();
            fixture.zino.set(number, "reachability", "reachable");
            assertEquals("gw1 is reachable again", fixture.singleAlert().description());
        }
    }

    @Test
    void detectsAFrozenZino() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.timeout = Duration.ofMillis(200))) {
            fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.zino.fault(ZinoFault.FROZEN);
            SourceException failure = assertThrows(SourceException.class, fixture::snapshot);
            assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("VERSION: no reply within 200 ms"),
                    failure.toString());
            fixture.zino.fault(ZinoFault.NONE);
            fixture.singleAlert();
        }
    }

    @Test
    void unreadableCaseMakesTheSnapshotPartial() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            fixture.unreachable("gw2");
            fixture.snapshot();
            fixture.zino.failOn(number, true);
            fixture.clock.advance(fixture.config.resync);
            Snapshot partial = fixture.snapshot();
            assertEquals("Zino cannot show cases [1]", partial.partialReason().orElse(""));
            assertEquals(2, partial.alerts().size(), "its last known state is kept");
            fixture.zino.failOn(number, false);
            fixture.clock.advance(fixture.config.resync);
            assertTrue(fixture.snapshot().partialReason().isEmpty());
        }
    }
}
