package io.github.argusglue.core.feedback;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.IncidentLog;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares an incident with what its source was told about it and says what it is still to be told. A pure function:
 * what counts is what is in force now, so whatever was missed, for however long, is made up for, and what was undone
 * meanwhile is not told at all.
 */
public final class FeedbackDiff {
    private final Set<Kind> accepts;
    private final long ourUserPk;
    private final long floor;
    private final Instant now;

    /**
     * Makes one.
     *
     * @param accepts what the source takes
     * @param ourUserPk who we are: what we did ourselves is no feedback
     * @param floor lines of a log up to this number are the past, of which only what is still in force is told
     */
    public FeedbackDiff(Set<Kind> accepts, long ourUserPk, long floor, Instant now) {
        this.accepts = accepts;
        this.ourUserPk = ourUserPk;
        this.floor = floor;
        this.now = now;
    }

    /**
     * What is to be told, in order, and what holds once it was.
     *
     * @param deeds may be empty
     * @param after all of them
     */
    public record Result(List<PendingFeedback> deeds, DeliveredState after) {}

    private record Step(long event, @Nullable Feedback feedback, UnaryOperator<DeliveredState> change) {}

    /**
     * Compares.
     *
     * @param id under which the source knows the alert
     * @param sourcesTicket the ticket that the source itself has for it; empty for none
     */
    public Result between(DeliveredState told, IncidentActivity work, AlertId id, String sourcesTicket) {
        List<Step> steps = new ArrayList<>();
        if (work.acks() != null) {
            acks(told, work, work.acks(), id, steps);
        }
        if (work.events() != null) {
            ticket(told, work, work.events(), id, sourcesTicket, steps);
            state(told, work, work.events(), id, steps);
        }
        steps.sort(Comparator.comparingLong(Step::event));
        List<PendingFeedback> deeds = new ArrayList<>();
        DeliveredState after = told;
        for (Step step : steps) {
            after = step.change().apply(after);
            if (step.feedback() != null) {
                after = after.handled(step.event() == Long.MAX_VALUE ? 0 : step.event());
                deeds.add(new PendingFeedback(step.feedback(), after));
            }
        }
        DeliveredState last = after.handled(newest(work));
        if (!deeds.isEmpty()) {
            deeds.set(
                    deeds.size() - 1,
                    new PendingFeedback(deeds.get(deeds.size() - 1).feedback(), last));
        }
        return new Result(deeds, last);
    }

    private long newest(IncidentActivity work) {
        long newest = floor;
        for (IncidentEvent event : work.events() == null ? List.<IncidentEvent>of() : work.events()) {
            newest = Math.max(newest, event.pk());
        }
        return newest;
    }

    private void acks(DeliveredState told, IncidentActivity work, List<IncidentAck> all, AlertId id, List<Step> steps) {
        List<IncidentAck> inForce = all.stream()
                .filter(ack -> ack.actorPk() != ourUserPk && ack.isInForce(now))
                .toList();
        if (inForce.isEmpty()) {
            if (told.acked() && accepts.contains(Kind.UNACKNOWLEDGED)) {
                Feedback over = unacknowledged(work.incident(), all, id);
                steps.add(new Step(Long.MAX_VALUE, over, before -> before.acked(false, null)));
            } else if (told.acked()) {
                steps.add(new Step(Long.MAX_VALUE, null, before -> before.acked(false, null)));
            }
            return;
        }
        Instant end = end(inForce);
        List<IncidentAck> fresh = fresh(told, inForce);
        if (accepts.contains(Kind.ACKNOWLEDGED)) {
            for (IncidentAck ack : fresh) {
                Feedback.Builder feedback = feedback(work.incident(), id, Kind.ACKNOWLEDGED, ack.timestamp())
                        .id("ack-" + ack.pk())
                        .actor(ack.actor())
                        .text(ack.description());
                Instant until = ack.expiration();
                steps.add(new Step(
                        ack.pk(),
                        (until == null ? feedback : feedback.until(until)).build(),
                        before -> before.acked(true, end)));
            }
        }
        if (fresh.isEmpty() || !accepts.contains(Kind.ACKNOWLEDGED)) {
            steps.add(new Step(0, null, before -> before.acked(true, end)));
        }
    }

    /** Of the past, the last one stands for all. */
    private List<IncidentAck> fresh(DeliveredState told, List<IncidentAck> inForce) {
        List<IncidentAck> fresh = inForce.stream()
                .filter(ack -> ack.pk() > Math.max(told.handled(), floor))
                .toList();
        return fresh.isEmpty() && !told.acked() ? List.of(inForce.get(inForce.size() - 1)) : fresh;
    }

    private static @Nullable Instant end(List<IncidentAck> acks) {
        Instant end = Instant.MIN;
        for (IncidentAck ack : acks) {
            Instant one = ack.expiration();
            if (one == null) {
                return null;
            }
            end = one.isAfter(end) ? one : end;
        }
        return end;
    }

    private Feedback unacknowledged(Incident incident, List<IncidentAck> all, AlertId id) {
        IncidentAck last = null;
        for (IncidentAck ack : all) {
            last = ack.actorPk() == ourUserPk ? last : ack;
        }
        Instant at = last == null || last.expiration() == null ? now : last.expiration();
        return feedback(incident, id, Kind.UNACKNOWLEDGED, at)
                .id("unack-" + (last == null ? incident.pk() : last.pk()))
                .build();
    }

    private void ticket(
            DeliveredState told,
            IncidentActivity work,
            List<IncidentEvent> events,
            AlertId id,
            String sourcesTicket,
            List<Step> steps) {
        String ticket = work.incident().ticketUrl();
        if (ticket.equals(told.ticket()) || !accepts.contains(Kind.TICKET_SET)) {
            return;
        }
        IncidentEvent set = lastTicket(events);
        URI url = uri(ticket);
        boolean byPerson = set != null && set.actorPk() != ourUserPk;
        if (set == null || !byPerson || url == null || ticket.equals(sourcesTicket)) {
            steps.add(new Step(0, null, before -> before.ticket(ticket)));
            return;
        }
        Feedback feedback = feedback(work.incident(), id, Kind.TICKET_SET, set.timestamp())
                .id("ticket-" + set.pk())
                .actor(set.actor())
                .ticketUrl(url)
                .build();
        steps.add(new Step(set.pk(), feedback, before -> before.ticket(ticket)));
    }

    private static @Nullable IncidentEvent lastTicket(List<IncidentEvent> events) {
        IncidentEvent last = null;
        for (IncidentEvent event : events) {
            if (event.type() == EventType.CHI && event.description().contains("ticket_url")) {
                last = event;
            }
        }
        return last;
    }

    private static @Nullable URI uri(String url) {
        try {
            return url.isEmpty() ? null : new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private void state(
            DeliveredState told, IncidentActivity work, List<IncidentEvent> events, AlertId id, List<Step> steps) {
        boolean open = Instant.MAX.equals(work.incident().endTime());
        if (!open) {
            IncidentEvent close = last(events, EventType.CLO);
            if (!told.closed()
                    && close != null
                    && accepts.contains(Kind.CLOSED)
                    && IncidentLog.isClosedByPerson(events)) {
                steps.add(new Step(
                        close.pk(),
                        feedback(work.incident(), id, Kind.CLOSED, close, "close-"),
                        before -> before.closed(true)));
            }
            return;
        }
        IncidentEvent reopen = last(events, EventType.REO);
        IncidentEvent restart = last(events, EventType.RES);
        if (reopen != null
                && (restart == null || restart.pk() < reopen.pk())
                && (told.closed() || reopen.pk() > Math.max(told.handled(), floor))
                && accepts.contains(Kind.REOPENED)) {
            steps.add(new Step(
                    reopen.pk(),
                    feedback(work.incident(), id, Kind.REOPENED, reopen, "reopen-"),
                    before -> before.closed(false)));
        } else if (told.closed()) {
            steps.add(new Step(0, null, before -> before.closed(false)));
        }
    }

    private static @Nullable IncidentEvent last(List<IncidentEvent> events, EventType type) {
        IncidentEvent last = null;
        for (IncidentEvent event : events) {
            last = event.type() == type ? event : last;
        }
        return last;
    }

    private static Feedback feedback(Incident incident, AlertId id, Kind kind, IncidentEvent event, String name) {
        return feedback(incident, id, kind, event.timestamp())
                .id(name + event.pk())
                .actor(event.actor())
                .text(event.description())
                .build();
    }

    private static Feedback.Builder feedback(Incident incident, AlertId id, Kind kind, Instant at) {
        return Feedback.builder(id, kind, at).incident(incident.pk());
    }
}
