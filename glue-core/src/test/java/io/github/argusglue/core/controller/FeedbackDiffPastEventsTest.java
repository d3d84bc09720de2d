package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.feedback.DeliveredState;
import io.github.argusglue.core.feedback.FeedbackDiff;
import io.github.argusglue.core.feedback.FeedbackDiffTest;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Feedback for events that happened long ago or during a downtime. For current events: {@link FeedbackDiffTest}. */
final class FeedbackDiffPastEventsTest {
    private static final long INCIDENT = 7;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String TICKET = "https://rt.example.org/7";
    private static final DeliveredState NOTHING = DeliveredState.nothing(INCIDENT);

    private Set<Kind> accepts = EnumSet.allOf(Kind.class);
    private long floor;
    private boolean closed;
    private String ticket = "";
    private String sourcesTicket = "";
    private final List<IncidentAck> acks = new ArrayList<>();
    private final List<IncidentEvent> events = new ArrayList<>();
    private DeliveredState after = NOTHING;

    private FeedbackDiffPastEventsTest event(long pk, EventType type, long actor, String description) {
        events.add(new IncidentEvent(pk, INCIDENT, 1, type, actor, "actor " + actor, NOW, description));
        return this;
    }

    private FeedbackDiffPastEventsTest person(long pk, EventType type) {
        return event(pk, type, IncidentSketch.PERSON, "");
    }

    private FeedbackDiffPastEventsTest us(long pk, EventType type) {
        return event(pk, type, IncidentSketch.US, "");
    }

    private FeedbackDiffPastEventsTest ack(long pk, long actor, @Nullable Instant expiration) {
        acks.add(new IncidentAck(pk, actor, "actor " + actor, NOW.minus(HOUR), "on it", expiration));
        return this;
    }

    private FeedbackDiffPastEventsTest ack(long pk, @Nullable Instant expiration) {
        return ack(pk, IncidentSketch.PERSON, expiration);
    }

    private List<String> feedback(DeliveredState told) {
        Incident incident = IncidentSketch.incident(INCIDENT, "a")
                .endTime(closed ? NOW : Instant.MAX)
                .ticketUrl(ticket)
                .build();
        FeedbackDiff.FeedbackChanges result = new FeedbackDiff(accepts, IncidentSketch.US, floor, NOW)
                .between(told, new IncidentActivity(incident, events, acks), AlertId.unique("a"), sourcesTicket);
        after = result.after();
        return result.pending().stream()
                .map(deed -> deed.feedback().kind() + " " + deed.feedback().id())
                .toList();
    }

    private static DeliveredState acked() {
        return NOTHING.acked(true, null).handled(10);
    }

    @Test
    void expiredAcknowledgementIsWithdrawn() {
        ack(5, NOW.minus(HOUR));
        assertEquals(List.of("UNACKNOWLEDGED unack-5"), feedback(acked()));
        assertEquals(false, after.acked());
        assertEquals(List.of(), feedback(NOTHING), "of which the source was never told");
    }

    @Test
    void lastExpiredAcknowledgementOfPersonIsReported() {
        ack(5, NOW.minus(HOUR)).ack(6, NOW.minus(HOUR)).ack(8, IncidentSketch.US, NOW.minus(HOUR));
        assertEquals(List.of("UNACKNOWLEDGED unack-6"), feedback(acked()));
    }

    @Test
    void ownAcknowledgementDoesNotExtendThatOfPerson() {
        ack(5, NOW.minus(HOUR)).ack(6, IncidentSketch.US, null);
        assertEquals(List.of("UNACKNOWLEDGED unack-5"), feedback(acked()));
        assertEquals(List.of(), feedback(NOTHING));
    }

    @Test
    void sourceWithoutUnacknowledgeIsNotNotified() {
        accepts = EnumSet.of(Kind.ACKNOWLEDGED);
        ack(5, NOW.minus(HOUR));
        assertEquals(List.of(), feedback(acked()));
        assertEquals(false, after.acked());
    }

    @Test
    void eachNewAcknowledgementIsReported() {
        floor = 10;
        ack(11, null).ack(12, NOW.plus(HOUR));
        assertEquals(List.of("ACKNOWLEDGED ack-11", "ACKNOWLEDGED ack-12"), feedback(acked()));
        assertEquals(null, after.ackEnd(), "one of them does not end");
        assertEquals(List.of(), feedback(acked().handled(12)));
    }

    @Test
    void onlyLastPastAcknowledgementIsReported() {
        floor = 10;
        ack(5, NOW.plus(HOUR)).ack(6, NOW.plusSeconds(60)).ack(7, NOW.minus(HOUR));
        assertEquals(List.of("ACKNOWLEDGED ack-6"), feedback(NOTHING));
        assertEquals(NOW.plus(HOUR), after.ackEnd(), "the last to end");
        assertEquals(List.of(), feedback(acked()), "it knows already");
    }

    @Test
    void oldReopeningIsReportedIfCloseWasDelivered() {
        floor = 100;
        person(3, EventType.CLO).person(4, EventType.REO);
        assertEquals(List.of("REOPENED reopen-4"), feedback(NOTHING.closed(true).handled(100)));
        assertEquals(false, after.closed());
    }

    @Test
    void oldReopeningIsNotReportedIfCloseWasNotDelivered() {
        floor = 100;
        person(3, EventType.CLO).person(4, EventType.REO);
        assertEquals(List.of(), feedback(NOTHING));
        floor = 0;
        assertEquals(List.of(), feedback(NOTHING.handled(4)), "and none that was dealt with");
        assertEquals(List.of("REOPENED reopen-4"), feedback(NOTHING.handled(3)));
    }

    @Test
    void ownRestartIsNotReopeningByPerson() {
        person(3, EventType.CLO).person(4, EventType.REO).us(5, EventType.END).us(6, EventType.RES);
        assertEquals(List.of(), feedback(NOTHING.closed(true)));
        assertEquals(false, after.closed(), "but closed it is no more");
        person(7, EventType.CLO).person(8, EventType.REO);
        assertEquals(List.of("REOPENED reopen-8"), feedback(NOTHING.closed(true)));
    }

    @Test
    void sourceWithoutReopenIsNotNotified() {
        accepts = EnumSet.of(Kind.CLOSED);
        person(3, EventType.CLO).person(4, EventType.REO);
        assertEquals(List.of(), feedback(NOTHING.closed(true)));
        assertEquals(false, after.closed());
    }

    @Test
    void closeByPersonIsReportedOnce() {
        closed = true;
        person(3, EventType.CLO);
        assertEquals(List.of("CLOSED close-3"), feedback(NOTHING));
        assertEquals(true, after.closed());
        assertEquals(List.of(), feedback(NOTHING.closed(true)));
        person(4, EventType.REO).us(5, EventType.END);
        assertEquals(List.of(), feedback(NOTHING), "since then we have ended it");
    }

    @Test
    void feedbackIsReportedInOrder() {
        closed = true;
        ticket = TICKET;
        ack(4, null)
                .person(4, EventType.ACK)
                .person(5, EventType.CLO)
                .event(3, EventType.CHI, IncidentSketch.PERSON, "ticket_url");
        assertEquals(List.of("TICKET_SET ticket-3", "ACKNOWLEDGED ack-4", "CLOSED close-5"), feedback(NOTHING));
        assertEquals(new DeliveredState(INCIDENT, 5, true, null, TICKET, true), after);
    }

    @Test
    void ticketSetByUsOrBySourceIsNotReported() {
        ticket = TICKET;
        event(3, EventType.CHI, IncidentSketch.US, "ticket_url");
        assertEquals(List.of(), feedback(NOTHING));
        assertEquals(TICKET, after.ticket());
        event(4, EventType.CHI, IncidentSketch.PERSON, "ticket_url");
        sourcesTicket = TICKET;
        assertEquals(List.of(), feedback(NOTHING));
        sourcesTicket = "";
        assertEquals(List.of("TICKET_SET ticket-4"), feedback(NOTHING));
    }
}
