package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.await;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acknowledgements by sources and people. */
public interface AckContract extends ContractPart {

    @Test
    default void sourceCanAcknowledge() throws Exception {
        Incident made = on().create();
        Instant at = now().minusSeconds(5);
        Instant until = now().plusSeconds(3600);
        IncidentAck ack = on().argus.acknowledge(made.pk(), at, "silenced by kari", until);
        assertEquals(at, ack.timestamp());
        assertEquals(until, ack.expiration());
        assertEquals("silenced by kari", ack.description());
        assertEquals(on().argus.userPk(), ack.actorPk());
        assertTrue(ack.isInForce(now()));
        assertEquals(List.of(ack), on().argus.acks(made.pk()));
        assertTrue(on().get(made.pk()).acked());
        assertEquals(ack.pk(), on().argus.events(made.pk()).get(1).pk(), "an ack has the number of its event");
        assertEquals(List.of(EventType.STA, EventType.ACK), on().log(made.pk()));
    }

    @Test
    default void acknowledgementWithoutExpirationNeverExpires() throws Exception {
        Incident made = on().create();
        IncidentAck ack = on().argus.acknowledge(made.pk(), now(), "", null);
        assertNull(ack.expiration());
        assertNull(on().argus.acks(made.pk()).get(0).expiration());
    }

    @Test
    default void equalAcknowledgementsAreNotMerged() throws Exception {
        Incident made = on().create();
        Instant at = now();
        on().argus.acknowledge(made.pk(), at, "once", null);
        on().argus.acknowledge(made.pk(), at, "once", null);
        assertEquals(2, on().argus.acks(made.pk()).size());
    }

    @Test
    default void acknowledgementIsWithdrawnByAnExpirationSecondsAhead() throws Exception {
        Incident made = on().create();
        IncidentAck ack = on().argus.acknowledge(made.pk(), now(), "", null);
        Instant end = now().plusSeconds(2);
        assertEquals(end, on().argus.changeAck(made.pk(), ack.pk(), end).expiration());
        await("not acknowledged any more", () -> {
            try {
                return !on().get(made.pk()).acked();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertFalse(on().argus.acks(made.pk()).get(0).isInForce(now()));
        assertEquals(List.of(EventType.STA, EventType.ACK), on().log(made.pk()), "no line in the log");
        refused(Kind.REJECTED, () -> on().argus.changeAck(made.pk(), ack.pk(), null));
    }

    @Test
    default void expirationInThePastIsRejected() throws Exception {
        Incident made = on().create();
        IncidentAck ack = on().argus.acknowledge(made.pk(), now(), "", null);
        refused(Kind.REJECTED, () -> on().argus.changeAck(made.pk(), ack.pk(), now().minusSeconds(60)));
        refused(Kind.REJECTED, () -> on().argus.acknowledge(made.pk(), now(), "", now().minusSeconds(60)));
    }

    @Test
    default void changedExpirationIsNotLogged() throws Exception {
        Incident made = on().create();
        IncidentAck ack = on().argus.acknowledge(made.pk(), now(), "", now().plusSeconds(600));
        Instant later = now().plusSeconds(7200);
        on().argus.changeAck(made.pk(), ack.pk(), later);
        assertEquals(later, on().argus.acks(made.pk()).get(0).expiration());
        assertNull(on().argus.changeAck(made.pk(), ack.pk(), null).expiration());
        assertEquals(List.of(EventType.STA, EventType.ACK), on().log(made.pk()));
    }

    @Test
    default void acknowledgementNamesItsUser() throws Exception {
        Incident made = on().create();
        on().argus.acknowledge(made.pk(), now(), "ours", null);
        on().people.acknowledge(made.pk(), "theirs", null);
        List<IncidentAck> acks = on().argus.acks(made.pk());
        assertEquals(
                List.of("ours", "theirs"),
                acks.stream().map(IncidentAck::description).toList());
        assertEquals(on().people.name(), acks.get(1).actor());
        assertNotEquals(on().argus.userPk(), acks.get(1).actorPk());
    }

    @Test
    default void missingIncidentHasNoAcknowledgements() {
        refused(Kind.NOT_FOUND, () -> on().argus.acks(99_999_999));
        refused(Kind.NOT_FOUND, () -> on().argus.acknowledge(99_999_999, now(), "", null));
    }

    @Test
    default void noteOnlyAddsAnEvent() throws Exception {
        Incident made = on().create();
        Instant at = now().minusSeconds(3600);
        on().argus.postEvent(made.pk(), EventType.OTH, at, "kari: looked at it");
        assertEquals(made, on().get(made.pk()));
        IncidentEvent note = on().argus.events(made.pk()).get(1);
        assertEquals(EventType.OTH, note.type());
        assertEquals(at, note.timestamp());
        assertEquals("kari: looked at it", note.description());
    }
}
