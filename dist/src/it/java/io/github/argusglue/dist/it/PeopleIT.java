package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes by people in Argus are preserved. */
@ExtendWith(Lab.class)
final class PeopleIT {
    private static final Duration SOME_CYCLES = Duration.ofSeconds(8);

    private final LabArgus argus;
    private final ArgusAdmin person;

    PeopleIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
    }

    @Test
    void aCloseIsKeptUntilTheAlertReturns() {
        try (LabPrometheus prometheus = LabPrometheus.start(1);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(1, 1);
            glue.start();
            glue.awaitOpen(1);
            String key = prometheus.fingerprints().get(0);
            long first = argus.pk(glue.source(), key);

            person.close(first);
            Await.staysEqual(SOME_CYCLES, "open while the alert fires on", 0, glue::openCount);
            prometheus.resolve(1, 0);
            Await.staysEqual(SOME_CYCLES, "open after it ended", 0, glue::openCount);
            prometheus.fire(1, 1);
            glue.awaitOpen(1);
            assertEquals("STA CLO", argus.log(first));
            assertEquals(List.of("STA"), List.of(argus.log(argus.pk(glue.source(), key))));
            assertEquals(2, argus.count(glue.source()));
        }
    }

    @Test
    void aCloseIsKeptAcrossARestartWithoutState() {
        try (LabPrometheus prometheus = LabPrometheus.start(3);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(3, 3);
            glue.start();
            glue.awaitOpen(3);
            long closed = argus.pk(glue.source(), prometheus.fingerprints().get(0));
            person.close(closed);
            glue.process().kill();
            glue.deleteState();
            glue.start();
            Await.staysEqual(SOME_CYCLES, "open", 2, glue::openCount);
            assertEquals("STA CLO", argus.log(closed));
        }
    }

    @Test
    void aClosedIncidentIsReopenedIfConfigured() {
        try (LabPrometheus prometheus = LabPrometheus.start(1);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(argus.url(), "on_person_close = \"reopen\"");
            prometheus.fire(1, 1);
            glue.start();
            glue.awaitOpen(1);
            long pk = argus.pk(glue.source(), prometheus.fingerprints().get(0));
            person.close(pk);
            Await.equal(Installation.SYNCED, "log", "STA CLO RES", () -> argus.log(pk));
            glue.assertRests();
            assertEquals(1, glue.openCount());
        }
    }

    @Test
    void aReopenedIncidentStaysOpenUntilTheAlertReturns() {
        try (LabPrometheus prometheus = LabPrometheus.start(2);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(2, 2);
            glue.start();
            glue.awaitOpen(2);
            long running = argus.pk(glue.source(), prometheus.fingerprints().get(0));
            long down = argus.pk(glue.source(), prometheus.fingerprints().get(1));
            prometheus.resolve(2, 0);
            glue.awaitOpen(0);

            person.reopen(running);
            Await.staysEqual(SOME_CYCLES, "log", "STA END REO", () -> argus.log(running));
            glue.process().kill();
            glue.deleteState();
            person.reopen(down);
            glue.start();
            Await.staysEqual(SOME_CYCLES, "open though nothing fires", 2, glue::openCount);

            prometheus.fire(2, 2);
            Await.staysEqual(SOME_CYCLES, "open", 2, glue::openCount);
            prometheus.resolve(2, 0);
            glue.awaitOpen(0);
            assertEquals("STA END REO END", argus.log(running));
            assertEquals("STA END REO END", argus.log(down));
        }
    }

    @Test
    void acknowledgementsTagsAndTicketsAreKept() {
        try (LabPrometheus prometheus = LabPrometheus.start(1);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(1, 1);
            glue.start();
            glue.awaitOpen(1);
            long pk = argus.pk(glue.source(), prometheus.fingerprints().get(0));
            person.acknowledge(pk);
            person.tag(pk, "customer=gold");
            person.setTicket(pk, "https://tickets.example.org/4711");
            glue.assertRests();
            String log = argus.log(pk);

            glue.process().terminate();
            glue.process().awaitExit(Duration.ofSeconds(10));
            glue.configure(argus.url(), "tags = { room = \"b12\" }");
            glue.start();
            Await.that(Installation.SYNCED, "our new tag", () -> argus.tags(pk).contains("room=b12"));
            assertTrue(argus.tags(pk).contains("customer=gold"), "the person's tag is still there");
            assertEquals("https://tickets.example.org/4711", argus.ticketUrl(pk));
            assertEquals(log + " CHI", argus.log(pk));

            prometheus.resolve(1, 0);
            glue.awaitOpen(0);
            assertEquals(log + " CHI END", argus.log(pk));
            assertEquals("https://tickets.example.org/4711", argus.ticketUrl(pk));
        }
    }
}
