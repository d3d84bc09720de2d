package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Changes by people in the real Argus are made in the real Zino within seconds, once, including those during a
 * downtime.
 */
@ExtendWith(Lab.class)
final class ZinoFeedbackIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SOME_CYCLES = Duration.ofSeconds(9);
    private static final String TICKET = "https://tickets.example.org/4711";
    private static final String ACKED = "argus-glue/looking at it (admin)";
    private static final String TO_WORKING = "state change open -> working (argus-glue)";
    private static final String TICKETED = "argus-glue/Ticket " + TICKET + " added by Argus user admin";
    private static final String CLOSED = "argus-glue/closed by hand (admin)";

    private final LabArgus argus;
    private final ArgusAdmin person;
    private final LabZino zino = LabZino.start(2, 6);
    private final ZinoPerson operator = zino.person();
    private final ZinoSource source;

    ZinoFeedbackIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
        this.source = new ZinoSource(argus, zino);
    }

    @AfterEach
    void stop() {
        source.close();
        operator.close();
        zino.close();
    }

    /** Takes ports down and returns the cases, which are then open in Argus. */
    private List<Long> cases(int count) {
        zino.fallMany(count);
        source.start();
        source.awaitCases(zino.cases());
        return List.copyOf(operator.cases());
    }

    private void awaitState(long number, String state) {
        Await.equal(SOON, "state of case " + number, state, () -> operator.state(number));
    }

    /** Waits for the last line of a case's history. */
    private void awaitLast(long number, String wanted) {
        Await.equal(SOON, "last line of case " + number, wanted, () -> {
            List<String> history = operator.history(number);
            return history.get(history.size() - 1);
        });
    }

    private long count(long number, String line) {
        return operator.history(number).stream().filter(line::equals).count();
    }

    @Test
    void changesByPeopleArriveWithinSeconds() {
        List<Long> cases = cases(4);
        long acked = cases.get(0);
        long pk = source.pk(acked);
        person.acknowledge(pk);
        awaitState(acked, "working");
        assertEquals(1, count(acked, ACKED), () -> operator.history(acked).toString());
        person.setTicket(pk, TICKET);
        awaitLast(acked, TICKETED);

        long until = cases.get(1);
        person.acknowledge(source.pk(until), "for a while", Instant.now().plusSeconds(12));
        awaitState(until, "working");
        Await.equal(Duration.ofSeconds(12).plus(SOON), "state after its end", "open", () -> operator.state(until));

        long closed = cases.get(2);
        long closedPk = source.pk(closed);
        person.close(closedPk);
        awaitState(closed, "closed");
        assertEquals(1, count(closed, CLOSED), () -> operator.history(closed).toString());
        person.reopen(closedPk);
        awaitLast(closed, "argus-glue/Reopened in Argus; Zino cannot reopen this case: not over (admin)");

        Await.staysEqual(SOME_CYCLES, "times it was noted", 1L, () -> count(acked, ACKED) * count(closed, CLOSED));
        assertEquals("open", operator.state(cases.get(3)), "nobody touched that one");
        assertEquals(1, operator.history(cases.get(3)).size());
    }

    @Test
    void aRemovedAcknowledgementIsSeenByTheNextListing() {
        // Argus does not log this.
        source.configure("resync = \"15s\"", "");
        long number = cases(1).get(0);
        long ack = person.acknowledge(source.pk(number));
        awaitState(number, "working");
        person.unacknowledge(source.pk(number), ack);
        Await.equal(SOON.multipliedBy(3), "state of case " + number, "open", () -> operator.state(number));
        assertTrue(
                operator.history(number).contains("argus-glue/Acknowledgement in Argus has run out"),
                () -> operator.history(number).toString());
    }

    @Test
    void changesDuringADowntimeAreMadeOnceDespiteKills() {
        List<Long> cases = cases(6);
        source.awaitRest();
        source.process().kill();
        long acked = cases.get(0);
        person.acknowledge(source.pk(acked));
        long ticketed = cases.get(1);
        person.setTicket(source.pk(ticketed), TICKET);
        long closed = cases.get(2);
        person.close(source.pk(closed));
        long undone = cases.get(3);
        person.unacknowledge(source.pk(undone), person.acknowledge(source.pk(undone)));
        long both = cases.get(4);
        person.acknowledge(source.pk(both));
        person.setTicket(source.pk(both), TICKET);

        // In the middle, before, or after: each is a different interruption.
        Random random = new Random(4711);
        for (int kills = 0; kills < 5; kills++) {
            GlueProcess glue = source.start();
            glue.awaitLog("alerts? open", Duration.ofSeconds(30));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
            glue.kill();
        }
        source.start();
        for (long number : List.of(acked, both)) {
            Await.equal(Duration.ofSeconds(30), "state", "working", () -> operator.state(number));
        }
        Await.equal(Duration.ofSeconds(30), "tickets", 2L, () -> count(ticketed, TICKETED) + count(both, TICKETED));
        Await.equal(Duration.ofSeconds(30), "state", "closed", () -> operator.state(closed));
        Await.staysEqual(SOME_CYCLES, "history of the one acknowledged", 1L, () -> count(acked, ACKED));
        for (long number : cases) {
            List<String> history = operator.history(number);
            assertEquals(history.stream().distinct().toList(), history, "every line once");
        }
        assertTrue(operator.history(acked).contains(TO_WORKING));
        assertEquals(1, operator.history(undone).size(), "what was undone is not told");
        assertEquals(1, count(closed, CLOSED));
        source.awaitCases(operator.cases());
        assertEquals(6, argus.count(source.name()), "incidents in all");
    }
}
