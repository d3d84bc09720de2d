package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ending an acknowledgement on a server that cannot delete any. */
final class UnackTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ModelArgus argus = new ModelArgus(clock);
    private final long pk = argus.server.addLegacyIncident("a");

    @Test
    void expiresAckSecondsFromNow() throws Exception {
        IncidentAck ack = argus.acknowledge(pk, clock.instant(), "", null);

        new ActionExecutor(argus, clock).execute(unack(ack));

        assertEquals(
                clock.instant().plusSeconds(2), argus.server.acks(pk).get(0).expiration());
    }

    @Test
    void expiresLaterIfServerClockIsAhead() throws Exception {
        IncidentAck ack = argus.acknowledge(pk, clock.instant(), "", null);

        new ActionExecutor(argus, () -> clock.instant().minusSeconds(30)).execute(unack(ack));

        assertEquals(
                clock.instant().plusSeconds(30), argus.server.acks(pk).get(0).expiration());
    }

    @Test
    void expiredAckIsDone() throws Exception {
        IncidentAck ack =
                argus.acknowledge(pk, clock.instant(), "", clock.instant().plusSeconds(5));
        clock.advance(Duration.ofSeconds(10));

        ActionResult outcome = new ActionExecutor(argus, clock).execute(unack(ack));

        assertTrue(outcome instanceof ActionResult.Unacked);
        assertFalse(argus.server.incident(pk).acked());
    }

    private Action unack(IncidentAck ack) {
        return new Action.Unack(AlertId.unique("a"), pk, List.of(ack.pk()));
    }
}
