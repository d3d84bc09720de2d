package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real Icinga 2 with 300 services on 10 hosts, and the real Argus. */
@ExtendWith(Lab.class)
@Execution(ExecutionMode.CONCURRENT)
final class IcingaIT {
    private static final int HOSTS = 10;
    private static final int SERVICES = 300;
    private static final String FAILED = "host1!Service 1";
    private static final String SECOND = "host2!Service 2";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HALF_AN_INTERVAL = Duration.ofSeconds(15);

    private final LabArgus argus;
    private final ArgusAdmin person;
    private final LabIcinga icinga = LabIcinga.start(HOSTS, SERVICES, Map.of("FLAPPING", "1"));
    private final NagiosSource source;

    IcingaIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
        this.source = new NagiosSource(argus, icinga.configuration());
    }

    @AfterEach
    void stop() {
        source.close();
        icinga.close();
    }

    private void startWithOneFailure() {
        icinga.set(1, "CRITICAL");
        source.start();
        source.awaitOpen(FAILED);
    }

    @Test
    void aServiceFailsChangesAndRecovers() {
        source.configure("tag_variables = [\"site\", \"contacts\"]");
        source.start();
        source.assertStaysOpen();
        icinga.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        long pk = source.pk(FAILED);
        Set<String> tags = argus.tags(pk);
        Set<String> expected = Set.of(
                "host=host1",
                "service=Service 1",
                "hostgroup=odd",
                "servicegroup=first",
                "site=site1",
                "contacts=noc, owner");
        assertTrue(tags.containsAll(expected), tags::toString);
        assertEquals(1, argus.openOfLevel(source.name(), 2));
        icinga.set(1, "WARNING");
        Await.equal(SOON, "of level 4", 1, () -> argus.openOfLevel(source.name(), 4));
        icinga.set(1, "OK");
        source.awaitOpen();
        String log = argus.log(pk);
        assertTrue(log.matches("STA( CHI| LEV| OTH)* END"), log);
        icinga.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        assertEquals(pk, source.pk(FAILED), "back within reopen_within: the same incident");
    }

    @Test
    void eventsAreFollowedWithAClientCertificate() {
        NagiosSource usual = new NagiosSource(argus, icinga.configurationWithCertificate());
        usual.configureUsual();
        try (usual) {
            usual.start();
            // The usual interval is 30 s: six changes in a row are hardly ever in time without events.
            for (int service = 1; service <= 3; service++) {
                icinga.set(service, "CRITICAL");
                List<String> open = List.of(icinga.key(service));
                Await.equal(HALF_AN_INTERVAL, "open incidents", open, usual::open);
                icinga.set(service, "OK");
                Await.equal(HALF_AN_INTERVAL, "open incidents", List.of(), usual::open);
            }
        }
    }

    @Test
    void threeHundredFailAndRecoverAtOnce() {
        source.start();
        icinga.massFail(SERVICES);
        List<String> all = IntStream.rangeClosed(1, SERVICES)
                .mapToObj(icinga::key)
                .sorted()
                .toList();
        Await.equal(NagiosSource.SYNCED, "open incidents", all, source::open);
        icinga.massOk(SERVICES);
        source.awaitOpen();
        assertEquals(Map.of("STA END", SERVICES), argus.logs(source.name()));
    }

    @Test
    void aHostThatIsDownOpensOneIncident() {
        source.start();
        icinga.set("host2", LabIcinga.HOST, "DOWN");
        for (int service = 2; service <= 52; service += HOSTS) {
            icinga.set(service, "CRITICAL");
        }
        source.awaitOpen("host2");
        source.assertStaysOpen("host2");
        icinga.set("host2", LabIcinga.HOST, "UP");
        icinga.set(2, "OK");
        icinga.set(12, "CRITICAL");
        // The others were checked while the host was down; they are held until their next check.
        source.awaitOpen("host2!Service 12");
        source.assertStaysOpen("host2!Service 12");
        assertEquals(0, source.opened(SECOND));
    }

    @Test
    void anUnreachableHostIsHeld() {
        source.start();
        icinga.set("host1", LabIcinga.HOST, "DOWN");
        icinga.set("host" + HOSTS, LabIcinga.HOST, "DOWN");
        source.awaitOpen("host1");
        source.assertStaysOpen("host1");
        icinga.set("host1", LabIcinga.HOST, "UP");
        icinga.set("host" + HOSTS, LabIcinga.HOST, "DOWN");
        source.awaitOpen("host" + HOSTS);
    }

    @Test
    void aDowntimeHoldsUntilItIsOver() {
        source.start();
        icinga.downtime(1, Duration.ofSeconds(20));
        icinga.awaitShown(1, "downtime_depth", "1");
        icinga.set(1, "CRITICAL");
        icinga.set(2, "CRITICAL");
        source.awaitOpen(SECOND);
        source.assertStaysOpen(SECOND);
        Await.equal(Duration.ofMinutes(3), "after the downtime", List.of(FAILED, SECOND), source::open);
    }

    @Test
    void flappingIsOneIncident() {
        icinga.set(1, "CRITICAL");
        source.start();
        source.awaitOpen(FAILED);
        icinga.flap(1, 20);
        icinga.awaitShown(1, "flapping", "true");
        // Its end may have been seen before Icinga called it flapping.
        icinga.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        int opened = source.opened(FAILED);
        icinga.flap(1, 20);
        icinga.awaitShown(1, "state", "0");
        source.assertStaysOpen(FAILED);
        assertEquals(opened, source.opened(FAILED), () -> source.ids().toString());
    }

    @Test
    void anAcknowledgementInArgusReachesIcingaAndIsWithdrawn() {
        startWithOneFailure();
        long pk = source.pk(FAILED);
        long ack = person.acknowledge(pk, "a; colon, {{{ $x$ \"q\" \\\nand a second line", null);
        icinga.awaitShown(1, "acknowledgement", "2");
        String comments = icinga.comments(1);
        assertTrue(comments.startsWith("4 admin: a; colon, {{{ $x$ \"q\" \\"), comments);
        assertTrue(comments.contains("[argus-glue "), comments);
        source.assertLogStays(FAILED, "STA ACK");

        icinga.restart();
        icinga.awaitShown(1, "acknowledgement", "2");
        assertEquals(comments, icinga.comments(1), "survives a restart");
        source.assertLogStays(FAILED, "STA ACK");

        person.unacknowledge(pk, ack);
        Await.equal(SOON.multipliedBy(2), "acknowledgement in Icinga", "0", () -> icinga.show(1, "acknowledgement"));
        assertEquals("", icinga.comments(1), "its comment is gone, too");
        source.assertStaysOpen(FAILED);
    }

    @Test
    void anAcknowledgementThatExpiresInArgusExpiresInIcinga() {
        startWithOneFailure();
        long pk = source.pk(FAILED);
        person.acknowledge(pk, "for a while", Instant.now().plusSeconds(15));
        icinga.awaitShown(1, "acknowledgement", "2");
        assertFalse(icinga.show(1, "acknowledgement_expiry").equals("0"));
        Await.equal(SOON.multipliedBy(2), "acknowledgement in Icinga", "0", () -> icinga.show(1, "acknowledgement"));
        source.assertStaysOpen(FAILED);
    }

    @Test
    void anAcknowledgementInIcingaReachesArgusAndIsNotOurs() {
        startWithOneFailure();
        icinga.acknowledge(1, "ola", "on it");
        long pk = source.pk(FAILED);
        Await.equal(SOON, "log", "STA ACK", () -> argus.log(pk));
        List<String> shown = argus.sql(
                "select description from argus_incident_event where incident_id = " + pk + " and type = 'ACK'");
        assertTrue(shown.toString().contains("ola") && shown.toString().contains("on it"), shown::toString);

        // What a person in Argus does now changes nothing about it.
        person.unacknowledge(pk, person.acknowledge(pk, "me too", null));
        source.assertStaysOpen(FAILED);
        assertEquals("4 ola: on it", icinga.comments(1));
        icinga.awaitShown(1, "acknowledgement", "2");
        icinga.unacknowledge(1);
        icinga.awaitShown(1, "acknowledgement", "0");
        source.assertStaysOpen(FAILED);
        assertEquals("", icinga.comments(1), "nothing is sent back");
    }

    @Test
    void commentsAndTickets() {
        startWithOneFailure();
        icinga.comment(1, "ola", "the fan is loud");
        long pk = source.pk(FAILED);
        Await.equal(SOON, "log", "STA OTH", () -> argus.log(pk));
        person.setTicket(pk, "https://tickets.example.org/4711");
        Await.that(SOON, "ticket in Icinga", () -> icinga.comments(1).contains("https://tickets.example.org/4711"));
        source.assertStaysOpen(FAILED);
        String log = argus.log(pk);
        assertTrue(log.matches("STA OTH( CHI| TIC)*"), log);
    }

    @Test
    void withoutNotificationsNothingOpensOrCloses() {
        startWithOneFailure();
        icinga.notifications(1, false);
        icinga.notifications(2, false);
        icinga.set(2, "CRITICAL");
        source.assertStaysOpen(FAILED);
        icinga.notifications(2, true);
        source.awaitOpen(FAILED, SECOND);
        icinga.set(1, "OK");
        source.awaitOpen(SECOND);
    }

    @Test
    void anIcingaThatIsStoppedSaysNothing() {
        startWithOneFailure();
        icinga.end();
        source.assertStaysOpen(FAILED);
        source.process().awaitLog("https://127.0.0.1:[0-9]+/v1/.*Failed to connect", SOON);
        icinga.run();
        source.assertLogStays(FAILED, "STA");
        icinga.set(1, "OK");
        source.awaitOpen();
        icinga.set(2, "CRITICAL");
        source.awaitOpen(SECOND);
        assertEquals(2, source.ids().size());
    }

    @Test
    void anIcingaThatWasKilledAndHasForgottenIsNotBelieved() {
        icinga.set(3, "CRITICAL");
        icinga.set(1, "CRITICAL");
        // Saves its state.
        icinga.restart();
        source.start();
        source.awaitOpen(FAILED, "host3!Service 3");
        icinga.set(2, "CRITICAL");
        icinga.set(3, "OK");
        source.awaitOpen(FAILED, SECOND);
        icinga.crash();
        icinga.run();
        // Icinga says that 2 is OK and 3 is CRITICAL, which is older than what is known.
        icinga.awaitShown(2, "state", "0");
        icinga.awaitShown(3, "state", "2");
        source.assertStaysOpen(FAILED, SECOND);
        icinga.set(2, "CRITICAL");
        icinga.set(3, "OK");
        source.assertStaysOpen(FAILED, SECOND);
        icinga.set(2, "OK");
        source.awaitOpen(FAILED);
        assertEquals(3, source.ids().size(), () -> source.ids().toString());
        source.assertLogStays(SECOND, "STA END");
        source.assertLogStays("host3!Service 3", "STA END");
    }

    @Test
    void restartAndReloadChangeNothingButWhatIsRemoved() {
        icinga.set(SERVICES, "CRITICAL");
        startWithTwo();
        icinga.restart();
        source.assertStaysOpen(FAILED, icinga.key(SERVICES));
        icinga.reload(SERVICES - 1);
        source.awaitOpen(FAILED);
        source.assertLogStays(FAILED, "STA");
        source.assertLogStays(icinga.key(SERVICES), "STA END");
        assertEquals(2, source.ids().size());
    }

    private void startWithTwo() {
        icinga.set(1, "CRITICAL");
        source.start();
        source.awaitOpen(FAILED, icinga.key(SERVICES));
    }

    @Test
    void whatHappensWhileWeAreAwayIsNotLost() {
        startWithOneFailure();
        source.process().kill();
        icinga.set(1, "OK");
        icinga.set(2, "UNKNOWN");
        source.start();
        source.awaitOpen(SECOND);
        source.assertLogStays(FAILED, "STA END");
    }
}
