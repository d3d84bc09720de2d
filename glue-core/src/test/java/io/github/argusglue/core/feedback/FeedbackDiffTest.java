package io.github.argusglue.core.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a source has to be told, given what it knows, an incident and its log. */
public final class FeedbackDiffTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final AlertId ID = AlertId.unique("a");
    private static final String TICKET = "https://rt.example.org/7";

    private final List<IncidentEvent> log = new ArrayList<>();
    private final List<IncidentAck> acks = new ArrayList<>();
    private Instant now = NOW;
    private DeliveredState told = DeliveredState.nothing(1);
    private Set<Kind> accepts = EnumSet.allOf(Kind.class);
    private final long floor = 10;
    private String ticket = "";
    private String sourcesTicket = "";
    private boolean open = true;

    @Test
    void acknowledgementIsDelivered() {
        ack(20, IncidentSketch.PERSON, NOW.plusSeconds(60));

        Feedback feedback = only(Kind.ACKNOWLEDGED);

        assertEquals("ack-20", feedback.id());
        assertEquals("kari", feedback.actor());
        assertEquals("on it", feedback.text());
        assertEquals(Optional.of(NOW.plusSeconds(60)), feedback.until());
        assertEquals(1, feedback.incident());
        assertEquals(ID, feedback.alertId());
        assertEquals(List.of(), kinds(), "once");
    }

    @Test
    void eachAcknowledgementIsDelivered() {
        ack(20, IncidentSketch.PERSON, null);
        ack(21, IncidentSketch.PERSON, null);

        assertEquals(List.of(Kind.ACKNOWLEDGED, Kind.ACKNOWLEDGED), kinds());
        ack(22, IncidentSketch.PERSON, null);
        assertEquals(List.of(Kind.ACKNOWLEDGED), kinds());
    }

    @Test
    void eachAcknowledgementHasItsOwnEndAndTheLastEndCounts() {
        ack(20, IncidentSketch.PERSON, NOW.plusSeconds(60));
        only(Kind.ACKNOWLEDGED);
        ack(21, IncidentSketch.PERSON, NOW.plusSeconds(30));
        assertEquals(Optional.of(NOW.plusSeconds(30)), only(Kind.ACKNOWLEDGED).until());

        now = NOW.plusSeconds(30);
        assertEquals(List.of(), kinds(), "the longer one is in force");
        now = NOW.plusSeconds(60);
        assertEquals(now, only(Kind.UNACKNOWLEDGED).at());
    }

    @Test
    void onlyTheLastPastAcknowledgementIsDelivered() {
        ack(5, IncidentSketch.PERSON, null);
        ack(6, IncidentSketch.PERSON, null);
        ack(7, IncidentSketch.PERSON, NOW.minusSeconds(1));

        assertEquals("ack-6", only(Kind.ACKNOWLEDGED).id());
    }

    @Test
    void ownAcknowledgementIsNotDelivered() {
        ack(20, IncidentSketch.US, null);

        assertEquals(List.of(), kinds());
        assertFalse(told.acked());
    }

    @Test
    void expiryIsDelivered() {
        ack(20, IncidentSketch.PERSON, NOW);
        told = told.acked(true, NOW);

        Feedback feedback = only(Kind.UNACKNOWLEDGED);

        assertEquals("unack-20", feedback.id());
        assertEquals(NOW, feedback.at());
        assertFalse(told.acked());
        assertEquals(List.of(), kinds(), "once");
    }

    @Test
    void expiryIsDeliveredWhileOursIsInForce() {
        ack(20, IncidentSketch.PERSON, NOW);
        ack(21, IncidentSketch.US, null);
        told = told.acked(true, NOW);

        only(Kind.UNACKNOWLEDGED);
    }

    @Test
    void unseenExpiredAcknowledgementIsIgnored() {
        ack(20, IncidentSketch.PERSON, NOW.minusSeconds(1));

        assertEquals(List.of(), kinds());
    }

    @Test
    void latestExpirationIsStored() {
        ack(20, IncidentSketch.PERSON, NOW.plusSeconds(60));
        ack(21, IncidentSketch.PERSON, NOW.plusSeconds(30));
        kinds();
        assertEquals(NOW.plusSeconds(60), told.ackEnd());

        ack(22, IncidentSketch.PERSON, null);
        kinds();
        assertEquals(null, told.ackEnd());
    }

    @Test
    void ticketIsDelivered() {
        ticket(20, IncidentSketch.PERSON);

        Feedback feedback = only(Kind.TICKET_SET);

        assertEquals(Optional.of(URI.create(TICKET)), feedback.ticketUrl());
        assertEquals("ticket-20", feedback.id());
        assertEquals("kari", feedback.actor());
        assertEquals(List.of(), kinds(), "once");
    }

    @Test
    void pastTicketIsDeliveredOnce() {
        ticket(5, IncidentSketch.PERSON);

        only(Kind.TICKET_SET);
        assertEquals(List.of(), kinds());
    }

    @Test
    void ticketOfTheSourceIsNotDelivered() {
        ticket(20, IncidentSketch.US);
        assertEquals(List.of(), kinds());

        ticket(21, IncidentSketch.PERSON);
        sourcesTicket = TICKET;
        told = DeliveredState.nothing(1);
        assertEquals(List.of(), kinds());
        assertEquals(TICKET, told.ticket(), "it is not looked at again and again");
    }

    @Test
    void ticketSetAgainIsDeliveredAgain() {
        ticket(20, IncidentSketch.PERSON);
        kinds();
        ticket = "";
        kinds();
        ticket(22, IncidentSketch.PERSON);

        assertEquals("ticket-22", only(Kind.TICKET_SET).id());
    }

    @Test
    void closeIsDelivered() {
        close(20);

        Feedback feedback = only(Kind.CLOSED);

        assertEquals("close-20", feedback.id());
        assertEquals("words", feedback.text());
        assertTrue(told.closed());
        assertEquals(List.of(), kinds(), "once");
    }

    @Test
    void ownEndIsNotDelivered() {
        event(20, EventType.END, IncidentSketch.US);
        open = false;

        assertEquals(List.of(), kinds());
    }

    @Test
    void reopenAfterACloseIsDelivered() {
        close(20);
        kinds();
        reopen(21);

        assertEquals("reopen-21", only(Kind.REOPENED).id());
        assertFalse(told.closed());
        assertEquals(List.of(), kinds(), "once");
    }

    @Test
    void reopenOfAnEndedIncidentIsDelivered() {
        event(20, EventType.END, IncidentSketch.US);
        reopen(21);

        only(Kind.REOPENED);
    }

    @Test
    void pastReopenIsNotDelivered() {
        reopen(5);

        assertEquals(List.of(), kinds());
    }

    @Test
    void reopenAndCloseAreDeliveredAsClose() {
        close(20);
        kinds();
        reopen(21);
        close(22);

        assertEquals(List.of(), kinds(), "the source knows it to be closed already");
    }

    @Test
    void ownRestartIsNotDelivered() {
        close(20);
        kinds();
        event(21, EventType.RES, IncidentSketch.US);
        open = true;

        assertEquals(List.of(), kinds());
        assertFalse(told.closed());
    }

    @Test
    void itemsAreInTheOrderOfEvents() {
        ticket(20, IncidentSketch.PERSON);
        ack(21, IncidentSketch.PERSON, null);
        close(22);

        assertEquals(List.of(Kind.TICKET_SET, Kind.ACKNOWLEDGED, Kind.CLOSED), kinds());
    }

    @Test
    void unacceptedKindsAreNotDelivered() {
        accepts = EnumSet.of(Kind.CLOSED);
        ticket(20, IncidentSketch.PERSON);
        ack(21, IncidentSketch.PERSON, null);
        close(22);

        assertEquals(List.of(Kind.CLOSED), kinds());
    }

    @Test
    void nothingIsComparedWithoutALog() {
        ack(20, IncidentSketch.PERSON, null);
        IncidentActivity work = new IncidentActivity(incident(), null, acks);

        assertEquals(1, deeds(work).pending().size());
    }

    private List<Kind> kinds() {
        FeedbackDiff.FeedbackChanges result = deeds(new IncidentActivity(incident(), log, acks));
        List<PendingFeedback> deeds = result.pending();
        if (!deeds.isEmpty()) {
            assertEquals(result.after(), deeds.get(deeds.size() - 1).after());
        }
        told = result.after();
        return deeds.stream().map(deed -> deed.feedback().kind()).toList();
    }

    private Feedback only(Kind kind) {
        FeedbackDiff.FeedbackChanges result = deeds(new IncidentActivity(incident(), log, acks));
        assertEquals(
                List.of(kind),
                result.pending().stream().map(deed -> deed.feedback().kind()).toList());
        told = result.after();
        return result.pending().get(0).feedback();
    }

    private FeedbackDiff.FeedbackChanges deeds(IncidentActivity work) {
        return new FeedbackDiff(accepts, IncidentSketch.US, floor, now).between(told, work, ID, sourcesTicket);
    }

    private Incident incident() {
        return IncidentSketch.incident(1, "a")
                .ticketUrl(ticket)
                .endTime(open ? Instant.MAX : NOW)
                .build();
    }

    private void ack(long pk, long actor, @Nullable Instant until) {
        log.add(new IncidentEvent(pk, 1, 7, EventType.ACK, actor, "kari", NOW, "on it"));
        acks.add(new IncidentAck(pk, actor, "kari", NOW.minusSeconds(99), "on it", until));
    }

    private void ticket(long pk, long actor) {
        ticket = TICKET;
        log.add(new IncidentEvent(pk, 1, 7, EventType.CHI, actor, "kari", NOW, "Change: \"ticket_url\":  → " + TICKET));
    }

    private void close(long pk) {
        open = false;
        event(pk, EventType.CLO, IncidentSketch.PERSON);
    }

    private void reopen(long pk) {
        open = true;
        event(pk, EventType.REO, IncidentSketch.PERSON);
    }

    private void event(long pk, EventType type, long actor) {
        log.add(new IncidentEvent(pk, 1, 7, type, actor, "kari", NOW, "words"));
    }
}
