package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ending, restarting and noting. */
public interface EndContract extends ContractPart {

    @Test
    default void endSetsTheEnd() throws Exception {
        Incident made = on().create();
        Instant end = now().minusSeconds(5);
        on().argus.postEvent(made.pk(), EventType.END, end, "over");
        Incident ended = on().get(made.pk());
        assertEquals(end, ended.endTime());
        assertFalse(ended.isOpen(now()));
        IncidentEvent event = on().argus.events(made.pk()).get(1);
        assertEquals(EventType.END, event.type());
        assertEquals(end, event.timestamp());
        assertEquals("over", event.description());
        assertEquals(made.pk(), event.incidentPk());
        assertEquals(on().argus.userPk(), event.actorPk());
    }

    @Test
    default void aSecondEndIsOnlyLogged() throws Exception {
        Incident made = on().create();
        Instant end = now().minusSeconds(5);
        on().argus.postEvent(made.pk(), EventType.END, end, "");
        on().argus.postEvent(made.pk(), EventType.END, end.plusSeconds(3), "");
        assertEquals(end, on().get(made.pk()).endTime());
        assertEquals(List.of(EventType.STA, EventType.END, EventType.END), on().log(made.pk()));
    }

    @Test
    default void endInTheFutureLeavesTheIncidentOpenUntilThen() throws Exception {
        Incident made = on().create();
        Instant end = now().plusSeconds(3600);
        on().argus.postEvent(made.pk(), EventType.END, end, "");
        Incident ending = on().get(made.pk());
        assertEquals(end, ending.endTime());
        assertTrue(ending.isOpen(now()));
        assertTrue(on().argus.listOpen().stream().anyMatch(it -> it.pk() == made.pk()));
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        assertFalse(on().get(made.pk()).isOpen(now()));
    }

    @Test
    default void restartDoesNotUndoAnEndInTheFuture() throws Exception {
        Incident made = on().create();
        Instant end = now().plusSeconds(3600);
        on().argus.postEvent(made.pk(), EventType.END, end, "");
        on().argus.postEvent(made.pk(), EventType.RES, now(), "");
        assertEquals(end, on().get(made.pk()).endTime());
    }

    @Test
    default void endBeforeTheStartIsAccepted() throws Exception {
        Incident made = on().create();
        Instant end = made.startTime().minusSeconds(3600);
        on().argus.postEvent(made.pk(), EventType.END, end, "");
        assertEquals(end, on().get(made.pk()).endTime());
    }

    @Test
    default void restartOpensAnIncidentThatWeEnded() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        on().argus.postEvent(made.pk(), EventType.RES, now(), "again");
        assertEquals(made, on().get(made.pk()));
        assertEquals(List.of(EventType.STA, EventType.END, EventType.RES), on().log(made.pk()));
    }

    @Test
    default void restartOpensAnIncidentThatAPersonClosed() throws Exception {
        Incident made = on().create();
        on().people.close(made.pk(), "done");
        on().argus.postEvent(made.pk(), EventType.RES, now(), "again");
        assertEquals(Instant.MAX, on().get(made.pk()).endTime());
    }

    @Test
    default void restartOfAnOpenIncidentIsOnlyLogged() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.RES, now(), "");
        assertEquals(made, on().get(made.pk()));
        assertEquals(List.of(EventType.STA, EventType.RES), on().log(made.pk()));
    }

    @Test
    default void aNoteChangesNothing() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.OTH, now(), "seen");
        assertEquals(made, on().get(made.pk()));
        assertEquals("seen", on().argus.events(made.pk()).get(1).description());
    }

    @Test
    default void statelessIncidentCannotEnd() throws Exception {
        Incident made = on().argus.create(ContractSubject.stateless(newId()));
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        on().argus.postEvent(made.pk(), EventType.RES, now(), "");
        assertNull(on().get(made.pk()).endTime());
    }

    @Test
    default void sourceCannotWriteEventsOfPeople() throws Exception {
        Incident made = on().create();
        for (EventType type : List.of(EventType.CLO, EventType.REO, EventType.ACK)) {
            ArgusException e = refused(Kind.REJECTED, () -> on().argus.postEvent(made.pk(), type, now(), ""));
            assertTrue(e.getMessage().contains("type"), e.getMessage());
        }
        assertEquals(List.of(EventType.STA), on().log(made.pk()));
    }

    /** Argus answers with an internal error instead of 404, so the incident has to be looked up. */
    @Test
    default void eventForAMissingIncidentHasAnUnknownOutcome() {
        refused(Kind.OUTCOME_UNKNOWN, () -> on().argus.postEvent(Integer.MAX_VALUE, EventType.END, now(), ""));
    }

    /** The reason why incidents are not ended in bulk. */
    @Test
    default void bulkEndHasNoEffect() throws Exception {
        Incident made = on().create();
        String body = "{\"ids\":[" + made.pk() + "],\"event\":{\"type\":\"END\",\"timestamp\":\"" + now() + "\"}}";
        assertEquals(
                201,
                on().raw.send("POST", "/api/v2/incidents/events/bulk/", body).status());
        assertEquals(made, on().get(made.pk()));
    }

    @Test
    default void logIsInTheOrderOfWriting() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.OTH, now().plusSeconds(3600), "first");
        on().argus.postEvent(made.pk(), EventType.OTH, now().minusSeconds(7200), "second");
        List<IncidentEvent> events = on().argus.events(made.pk());
        assertEquals(
                List.of("something is wrong", "first", "second"),
                events.stream().map(IncidentEvent::description).toList());
        assertTrue(events.get(0).pk() < events.get(1).pk());
        refused(Kind.NOT_FOUND, () -> on().argus.events(Integer.MAX_VALUE));
    }
}
