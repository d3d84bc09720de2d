package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Nagios Core with 100 services on 10 hosts, read through its files, and the real Argus. */
@ExtendWith(Lab.class)
@Execution(ExecutionMode.CONCURRENT)
final class NagiosIT {
    private static final int HOSTS = 10;
    private static final int SERVICES = 100;
    private static final String FAILED = "host1!Service 1";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final LabArgus argus;
    private final ArgusAdmin person;
    private final LabNagios nagios = LabNagios.start(HOSTS, SERVICES, Map.of("FLAPPING", "1"));
    private final NagiosSource source;

    NagiosIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
        this.source = new NagiosSource(argus, nagios);
    }

    @AfterEach
    void stop() {
        source.close();
        nagios.close();
    }

    private void startWithOneFailure() {
        nagios.set(1, "CRITICAL");
        nagios.sync();
        source.start();
        source.awaitOpen(FAILED);
    }

    @Test
    void aServiceFailsChangesAndRecovers() {
        source.start();
        source.assertStaysOpen();
        nagios.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        long pk = source.pk(FAILED);
        Set<String> tags = argus.tags(pk);
        assertTrue(tags.containsAll(Set.of("host=host1", "service=Service 1", "hostgroup=routers")), tags::toString);
        assertEquals(1, argus.openOfLevel(source.name(), 2));
        nagios.set(1, "WARNING");
        Await.equal(SOON, "of level 4", 1, () -> argus.openOfLevel(source.name(), 4));
        nagios.set(1, "OK");
        source.awaitOpen();
        String log = argus.log(pk);
        assertTrue(log.matches("STA( CHI| LEV| OTH)* END"), log);
        nagios.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        assertEquals(pk, source.pk(FAILED), "back within reopen_within: the same incident");
    }

    @Test
    void aHostThatIsDownOpensOneIncident() {
        source.start();
        nagios.set("host2", LabNagios.HOST, "DOWN");
        for (int service = 2; service <= SERVICES; service += HOSTS) {
            nagios.set(service, "CRITICAL");
        }
        source.awaitOpen("host2");
        source.assertStaysOpen("host2");
        nagios.set(2, "OK");
        nagios.set("host2", LabNagios.HOST, "UP");
        source.awaitOpen(IntStream.rangeClosed(1, SERVICES)
                .filter(service -> service % HOSTS == 2 && service != 2)
                .mapToObj(service -> "host2!Service " + service)
                .toArray(String[]::new));
        assertEquals(0, source.opened("host2!Service 2"));
    }

    @Test
    void aDowntimeHoldsUntilItIsOver() {
        source.start();
        nagios.downtime(1, Duration.ofSeconds(20));
        nagios.awaitShown(1, "scheduled_downtime_depth=1");
        nagios.set(1, "CRITICAL");
        nagios.set(2, "CRITICAL");
        source.awaitOpen("host2!Service 2");
        source.assertStaysOpen("host2!Service 2");
        source.awaitOpen(FAILED, "host2!Service 2");
    }

    @Test
    void flappingIsOneIncident() {
        nagios.set(1, "CRITICAL");
        source.start();
        source.awaitOpen(FAILED);
        nagios.flap(1, 24);
        nagios.awaitShown(1, "is_flapping=1");
        int opened = source.opened(FAILED);
        assertTrue(opened <= 12, () -> opened + " incidents before Nagios called it flapping");
        // Its end may have been seen before Nagios called it flapping.
        nagios.set(1, "CRITICAL");
        source.awaitOpen(FAILED);
        int openedThen = source.opened(FAILED);
        nagios.flap(1, 20);
        nagios.awaitShown(1, "current_state=0");
        source.assertStaysOpen(FAILED);
        assertEquals(openedThen, source.opened(FAILED), () -> source.ids().toString());
    }

    @Test
    void anAcknowledgementInArgusReachesNagios() {
        startWithOneFailure();
        long pk = source.pk(FAILED);
        long ack = person.acknowledge(pk, "a; colon,\nand a second line", null);
        nagios.awaitShown(1, "problem_has_been_acknowledged=1");
        nagios.awaitShown(1, "acknowledgement_type=2");
        source.assertLogStays(FAILED, "STA ACK");
        person.unacknowledge(pk, ack);
        nagios.awaitShown(1, "problem_has_been_acknowledged=0");
        source.assertLogStays(FAILED, "STA ACK");
    }

    @Test
    void anAcknowledgementInNagiosReachesArgus() {
        startWithOneFailure();
        nagios.acknowledge(1, "ola", "on it");
        long pk = source.pk(FAILED);
        Await.equal(SOON, "log", "STA ACK", () -> argus.log(pk));
        source.assertLogStays(FAILED, "STA ACK");
        assertEquals(
                1,
                argus.sql("select 1 from argus_incident_event where incident_id = " + pk
                                + " and type = 'ACK' and description like '%ola%on it%'")
                        .size());
        nagios.unacknowledge(1);
        Await.equal(SOON, "acknowledgements in force", 0, () -> argus.acksInForce(pk));
        nagios.awaitShown(1, "problem_has_been_acknowledged=0");
    }

    @Test
    void commentsAndTickets() {
        startWithOneFailure();
        nagios.comment(1, "ola", "the fan is loud");
        long pk = source.pk(FAILED);
        Await.equal(SOON, "log", "STA OTH", () -> argus.log(pk));
        person.setTicket(pk, "https://tickets.example.org/4711");
        Await.that(SOON, "ticket in Nagios", () -> nagios.status().contains("https://tickets.example.org/4711"));
        String log = argus.log(pk);
        assertTrue(log.matches("STA OTH( CHI| TIC)*"), log);
    }

    @Test
    void withoutNotificationsNothingOpensOrCloses() {
        startWithOneFailure();
        nagios.notifications(1, false);
        nagios.notifications(2, false);
        nagios.awaitShown(2, "notifications_enabled=0");
        nagios.set(2, "CRITICAL");
        source.assertStaysOpen(FAILED);
        nagios.notifications(2, true);
        source.awaitOpen(FAILED, "host2!Service 2");
        nagios.set(1, "OK");
        source.awaitOpen("host2!Service 2");
    }

    @Test
    void aNagiosThatIsStoppedSaysNothing() {
        startWithOneFailure();
        nagios.end();
        source.assertStaysOpen(FAILED);
        source.process().awaitLog("(?i)status.dat", SOON);
        nagios.run();
        nagios.set(1, "OK");
        source.awaitOpen();
        nagios.set(2, "CRITICAL");
        source.awaitOpen("host2!Service 2");
        assertEquals(2, source.ids().size());
    }

    @Test
    void aRestartChangesNothing() {
        startWithOneFailure();
        nagios.restart();
        source.assertStaysOpen(FAILED);
        nagios.restart();
        source.assertLogStays(FAILED, "STA");
        assertEquals(1, source.ids().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNagiosThatWasKilledAndHasForgottenIsNotBelieved(boolean afterItsStatusFile) {
        nagios.set(3, "CRITICAL");
        startWithTwo();
        nagios.keep();
        nagios.set(2, "CRITICAL");
        nagios.set(3, "OK");
        source.awaitOpen(FAILED, "host2!Service 2");
        if (afterItsStatusFile) {
            nagios.sync();
            source.assertStaysOpen(FAILED, "host2!Service 2");
        }
        nagios.rollBack();
        // Nagios says that 2 is OK and 3 is CRITICAL, which is older than what is known.
        nagios.awaitShown(2, "current_state=0");
        nagios.awaitShown(3, "current_state=2");
        source.assertStaysOpen(FAILED, "host2!Service 2");
        nagios.set(2, "CRITICAL");
        nagios.set(3, "OK");
        source.assertStaysOpen(FAILED, "host2!Service 2");
        nagios.set(2, "OK");
        source.awaitOpen(FAILED);
        assertEquals(3, source.ids().size(), () -> source.ids().toString());
        source.assertLogStays("host2!Service 2", "STA END");
        source.assertLogStays("host3!Service 3", "STA END");
    }

    private void startWithTwo() {
        nagios.set(1, "CRITICAL");
        nagios.sync();
        source.start();
        source.awaitOpen(FAILED, "host3!Service 3");
    }

    @Test
    void whatIsRemovedFromTheConfigurationIsOver() {
        nagios.set(SERVICES, "CRITICAL");
        nagios.set(1, "CRITICAL");
        nagios.sync();
        source.start();
        source.awaitOpen(FAILED, nagios.key(SERVICES));
        nagios.reload(SERVICES - 10);
        source.awaitOpen(FAILED);
        source.assertLogStays(FAILED, "STA");
        source.assertLogStays(nagios.key(SERVICES), "STA END");
    }

    @Test
    void whatHappensWhileWeAreAwayIsNotLost() {
        startWithOneFailure();
        source.process().kill();
        nagios.set(1, "OK");
        nagios.set(2, "UNKNOWN");
        nagios.sync();
        Instant begin = Instant.now();
        source.start();
        source.awaitOpen("host2!Service 2");
        assertTrue(Duration.between(begin, Instant.now()).compareTo(NagiosSource.SYNCED) < 0);
        source.assertLogStays(FAILED, "STA END");
    }
}
