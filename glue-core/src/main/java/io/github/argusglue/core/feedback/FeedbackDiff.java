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
 * Compares an incident with what its source was told and computes what it has to be told. A pure function of the
 * current state: whatever was missed, for however long, is made up for, and what was undone in the meantime is not told
 * at all.
 */
public final class FeedbackDiff {
    private final Set<Kind> accepts;
    private final long ourUserPk;
    private final long floor;
    private final Instant now;

    /**
     * Creates a comparison.
     *
     * @param accepts the kinds of feedback that the source accepts
     * @param ourUserPk number of our user: our own changes are not feedback
     * @param floor events up to this number are in the past; of those, only what is still in force is told
     */
    public FeedbackDiff(Set<Kind> accepts, long ourUserPk, long floor, Instant now) {
        this.accepts = accepts;
        this.ourUserPk = ourUserPk;
        this.floor = floor;
        this.now = now;
    }

    /**
     * The feedback to deliver, in order, and the resulting state.
     *
     * @param pending may be empty
     * @param after the state after all of them
     */
    public record FeedbackChanges(List<PendingFeedback> pending, DeliveredState after) {}

    private record DiffStep(long event, @Nullable Feedback feedback, UnaryOperator<DeliveredState> change) {}

    /**
     * Compares an incident with what the source was told.
     *
     * @param id under which the source knows the alert
     * @param sourcesTicket the ticket that the source itself has for the alert; empty for none
     */
    public FeedbackChanges between(
            DeliveredState delivered, IncidentActivity activity, AlertId id, String sourcesTicket) {
        List<DiffStep> steps = new ArrayList<>();
        if (activity.acks() != null) {
            acks(delivered, activity, activity.acks(), id, steps);
        }
        if (activity.events() != null) {
            ticket(delivered, activity, activity.events(), id, sourcesTicket, steps);
            state(delivered, activity, activity.events(), id, steps);
        }
        steps.sort(Comparator.comparingLong(DiffStep::event));
        List<PendingFeedback> pending = new ArrayList<>();
        DeliveredState after = delivered;
        for (DiffStep step : steps) {
            after = step.change().apply(after);
            if (step.feedback() != null) {
                after = after.handled(step.event() == Long.MAX_VALUE ? 0 : step.event());
                pending.add(new PendingFeedback(step.feedback(), after));
            }
        }
        DeliveredState last = after.handled(newest(activity));
        if (!pending.isEmpty()) {
            pending.set(
                    pending.size() - 1,
                    new PendingFeedback(pending.get(pending.size() - 1).feedback(), last));
        }
        return new FeedbackChanges(pending, last);
    }

    private long newest(IncidentActivity activity) {
        long newest = floor;
        for (IncidentEvent event : activity.events() == null ? List.<IncidentEvent>of() : activity.events()) {
            newest = Math.max(newest, event.pk());
        }
        return newest;
    }

    private void acks(
            DeliveredState delivered,
            IncidentActivity activity,
            List<IncidentAck> all,
            AlertId id,
            List<DiffStep> steps) {
        List<IncidentAck> inForce = all.stream()
                .filter(ack -> ack.actorPk() != ourUserPk && ack.isInForce(now))
                .toList();
        if (inForce.isEmpty()) {
            if (delivered.acked() && accepts.contains(Kind.UNACKNOWLEDGED)) {
                Feedback over = unacknowledged(activity.incident(), all, id);
                steps.add(new DiffStep(Long.MAX_VALUE, over, before -> before.acked(false, null)));
            } else if (delivered.acked()) {
                steps.add(new DiffStep(Long.MAX_VALUE, null, before -> before.acked(false, null)));
            }
            return;
        }
        Instant end = end(inForce);
        List<IncidentAck> fresh = fresh(delivered, inForce);
        if (accepts.contains(Kind.ACKNOWLEDGED)) {
            for (IncidentAck ack : fresh) {
                Feedback.Builder feedback = feedback(activity.incident(), id, Kind.ACKNOWLEDGED, ack.timestamp())
                        .id("ack-" + ack.pk())
                        .actor(ack.actor())
                        .text(ack.description());
                Instant until = ack.expiration();
                steps.add(new DiffStep(
                        ack.pk(),
                        (until == null ? feedback : feedback.until(until)).build(),
                        before -> before.acked(true, end)));
            }
        }
        if (fresh.isEmpty() || !accepts.contains(Kind.ACKNOWLEDGED)) {
            steps.add(new DiffStep(0, null, before -> before.acked(true, end)));
        }
    }

    /** Returns the new acknowledgements; of those in the past, only the last one. */
    private List<IncidentAck> fresh(DeliveredState delivered, List<IncidentAck> inForce) {
        List<IncidentAck> fresh = inForce.stream()
                .filter(ack -> ack.pk() > Math.max(delivered.handled(), floor))
                .toList();
        return fresh.isEmpty() && !delivered.acked() ? List.of(inForce.get(inForce.size() - 1)) : fresh;
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

    /** Returns the feedback that the acknowledgement that ended last is over. */
    private Feedback unacknowledged(Incident incident, List<IncidentAck> all, AlertId id) {
        IncidentAck last = null;
        Instant at = Instant.MIN;
        for (IncidentAck ack : all) {
            Instant end = ack.expiration() == null ? now : ack.expiration();
            if (ack.actorPk() != ourUserPk && !end.isBefore(at)) {
                last = ack;
                at = end;
            }
        }
        at = last == null ? now : at;
        return feedback(incident, id, Kind.UNACKNOWLEDGED, at)
                .id("unack-" + (last == null ? incident.pk() : last.pk()))
                .build();
    }

    private void ticket(
            DeliveredState delivered,
            IncidentActivity activity,
            List<IncidentEvent> events,
            AlertId id,
            String sourcesTicket,
            List<DiffStep> steps) {
        String ticket = activity.incident().ticketUrl();
        if (ticket.equals(delivered.ticket()) || !accepts.contains(Kind.TICKET_SET)) {
            return;
        }
        IncidentEvent set = lastTicket(events);
        URI url = uri(ticket);
        boolean byPerson = set != null && set.actorPk() != ourUserPk;
        if (set == null || !byPerson || url == null || ticket.equals(sourcesTicket)) {
            steps.add(new DiffStep(0, null, before -> before.ticket(ticket)));
            return;
        }
        Feedback feedback = feedback(activity.incident(), id, Kind.TICKET_SET, set.timestamp())
                .id("ticket-" + set.pk())
                .actor(set.actor())
                .ticketUrl(url)
                .build();
        steps.add(new DiffStep(set.pk(), feedback, before -> before.ticket(ticket)));
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
            DeliveredState delivered,
            IncidentActivity activity,
            List<IncidentEvent> events,
            AlertId id,
            List<DiffStep> steps) {
        boolean open = Instant.MAX.equals(activity.incident().endTime());
        if (!open) {
            IncidentEvent close = last(events, EventType.CLO);
            if (!delivered.closed()
                    && close != null
                    && accepts.contains(Kind.CLOSED)
                    && IncidentLog.isClosedByPerson(events)) {
                steps.add(new DiffStep(
                        close.pk(),
                        feedback(activity.incident(), id, Kind.CLOSED, close, "close-"),
                        before -> before.closed(true)));
            }
            return;
        }
        IncidentEvent reopen = last(events, EventType.REO);
        IncidentEvent restart = last(events, EventType.RES);
        if (reopen != null
                && (restart == null || restart.pk() < reopen.pk())
                && (delivered.closed() || reopen.pk() > Math.max(delivered.handled(), floor))
                && accepts.contains(Kind.REOPENED)) {
            steps.add(new DiffStep(
                    reopen.pk(),
                    feedback(activity.incident(), id, Kind.REOPENED, reopen, "reopen-"),
                    before -> before.closed(false)));
        } else if (delivered.closed()) {
            steps.add(new DiffStep(0, null, before -> before.closed(false)));
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
