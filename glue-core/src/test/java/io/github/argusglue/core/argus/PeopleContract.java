package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.await;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people do, as a source sees it. */
public interface PeopleContract extends ContractPart {

    @Test
    default void aPersonCloses() throws Exception {
        Incident made = on().create();
        Instant before = now().minusSeconds(2);
        on().people.close(made.pk(), "fixed by hand");
        Incident closed = on().get(made.pk());
        Instant end = closed.endTime();
        assertNotNull(end);
        assertTrue(end.isAfter(before) && end.isBefore(now().plusSeconds(2)), end.toString());
        IncidentEvent event = on().argus.events(made.pk()).get(1);
        assertEquals(EventType.CLO, event.type());
        assertEquals(on().people.name(), event.actor());
        assertNotEquals(on().argus.userPk(), event.actorPk());
        assertEquals("fixed by hand", event.description());
    }

    @Test
    default void ourEndAfterAPersonsCloseIsOnlyLogged() throws Exception {
        Incident made = on().create();
        on().people.close(made.pk(), "");
        Incident closed = on().get(made.pk());
        on().argus.postEvent(made.pk(), EventType.END, now(), "over");
        assertEquals(closed, on().get(made.pk()));
        assertEquals(List.of(EventType.STA, EventType.CLO, EventType.END), on().log(made.pk()));
    }

    @Test
    default void aPersonReopens() throws Exception {
        Incident made = on().create();
        on().argus.postEvent(made.pk(), EventType.END, now(), "");
        on().people.reopen(made.pk(), "not fixed");
        assertEquals(made, on().get(made.pk()));
        assertEquals(List.of(EventType.STA, EventType.END, EventType.REO), on().log(made.pk()));
    }

    @Test
    default void aPersonAcknowledges() throws Exception {
        Incident made = on().create();
        on().people.acknowledge(made.pk(), "seen", null);
        Incident acked = on().get(made.pk());
        assertTrue(acked.acked());
        assertTrue(acked.isOpen(now()));
        IncidentEvent event = on().argus.events(made.pk()).get(1);
        assertEquals(EventType.ACK, event.type());
        assertEquals("seen", event.description());
    }

    @Test
    default void anAcknowledgementExpiresWithoutAnEvent() throws Exception {
        Incident made = on().create();
        on().people.acknowledge(made.pk(), "for now", now().plusMillis(1500));
        assertTrue(on().get(made.pk()).acked());
        await("acknowledgement expired", () -> {
            try {
                return !on().get(made.pk()).acked();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(List.of(EventType.STA, EventType.ACK), on().log(made.pk()));
    }

    @Test
    default void tagOfAPersonIsNotOurs() throws Exception {
        Incident made = on().create();
        on().people.addTag(made.pk(), "team=night");
        IncidentTag tag = on().get(made.pk()).tags().stream()
                .filter(it -> it.tag().key().equals("team"))
                .findFirst()
                .orElseThrow();
        assertNotEquals(on().argus.userPk(), tag.addedBy());
        assertEquals(List.of(EventType.STA), on().log(made.pk()), "a single tag is no line in the log");
    }

    @Test
    default void aPersonSetsATicket() throws Exception {
        Incident made = on().create();
        on().people.setTicket(made.pk(), "https://tickets.example.org/7");
        assertEquals("https://tickets.example.org/7", on().get(made.pk()).ticketUrl());
        IncidentEvent event = on().argus.events(made.pk()).get(1);
        assertEquals(EventType.CHI, event.type());
        assertEquals(on().people.name(), event.actor());
        assertTrue(event.description().contains("ticket_url"), event.description());
        assertEquals(Optional.of("https://tickets.example.org/7"), event.newTicket());
        on().people.setTicket(made.pk(), "");
        assertEquals("", on().get(made.pk()).ticketUrl());
        assertEquals(Optional.of(""), on().argus.events(made.pk()).get(2).newTicket());
    }

    @Test
    default void feedContainsActionsOfPeople() throws Exception {
        Incident made = on().create();
        on().people.acknowledge(made.pk(), "", null);
        on().people.setTicket(made.pk(), "https://tickets.example.org/8");
        on().people.close(made.pk(), "");
        on().people.reopen(made.pk(), "");
        List<IncidentEvent> events = on().argus.feed(500, null).events().stream()
                .filter(event -> event.incidentPk() == made.pk() && event.type() != EventType.STA)
                .toList();
        assertEquals(
                List.of(EventType.REO, EventType.CLO, EventType.CHI, EventType.ACK),
                events.stream().map(IncidentEvent::type).toList());
        for (IncidentEvent event : events) {
            assertEquals(on().people.name(), event.actor());
        }
    }

    @Test
    default void ourChangeKeepsWhatPeopleDid() throws Exception {
        Incident made = on().create();
        on().people.acknowledge(made.pk(), "", null);
        on().people.setTicket(made.pk(), "https://tickets.example.org/9");
        on().people.close(made.pk(), "");
        Incident changed = on().argus.change(made.pk(), ContractSubject.level(1));
        assertTrue(changed.acked());
        assertEquals("https://tickets.example.org/9", changed.ticketUrl());
        assertFalse(changed.isOpen(now()));
    }
}
