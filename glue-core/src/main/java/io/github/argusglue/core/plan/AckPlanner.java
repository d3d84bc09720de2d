package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.registry.AckCache;
import io.github.argusglue.core.shape.DesiredAck;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans the acknowledgements of an incident: acknowledges it if its alert is acknowledged in the source, and withdraws
 * that when the alert no longer is. People have priority: while a person's acknowledgement is in force, none of ours is
 * added, and one of ours that a person has ended stays ended.
 */
final class AckPlanner {
    private static final AckDecision NOTHING = new AckDecision(null, true, null);
    private static final AckDecision LATER = new AckDecision(null, false, null);

    private final AckCache cache;
    private final Duration updateInterval;
    private final Instant now;

    AckPlanner(AckCache cache, Duration updateInterval, Instant now) {
        this.cache = cache;
        this.updateInterval = updateInterval;
        this.now = now;
    }

    /**
     * The decision about the acknowledgements of an incident.
     *
     * @param action null if nothing has to be done now
     * @param settled whether nothing will have to be done until the alert, the incident or what is known changes
     * @param dueAt when to decide again although nothing changes; null if not known
     */
    record AckDecision(
            @Nullable Action action,
            boolean settled,
            @Nullable Instant dueAt) {}

    AckDecision decide(long pk, DesiredIncident desired) {
        AlertId id = desired.id();
        DesiredAck ack = desired.acknowledgement();
        boolean acknowledged = ack != null && ack.isInForce(now);
        boolean wanted = cache.isLookupRequested(pk);
        if (!acknowledged && !wanted && cache.own(pk).isEmpty()) {
            return NOTHING;
        }
        if (cache.isRejected(pk, now)) {
            return LATER;
        }
        if (wanted) {
            return act(new Action.LookUpAcks(id, pk));
        }
        return ack != null && acknowledged ? show(id, pk, ack) : withdraw(id, pk, null);
    }

    private AckDecision show(AlertId id, long pk, DesiredAck ack) {
        AckCache.OwnAck shown = shown(pk, ack);
        if (shown != null) {
            return keep(id, pk, ack, shown);
        }
        if (!cache.isKnown(pk)) {
            return act(new Action.LookUpAcks(id, pk));
        }
        List<IncidentAck> peoples =
                cache.others(pk).stream().filter(other -> other.isInForce(now)).toList();
        if (peoples.isEmpty()) {
            return act(new Action.Ack(id, pk, 0, ack));
        }
        return peoples.stream().anyMatch(other -> other.expiration() == null)
                ? LATER
                : new AckDecision(null, false, last(peoples));
    }

    private static @Nullable Instant last(List<IncidentAck> acks) {
        Instant last = null;
        for (IncidentAck ack : acks) {
            Instant end = ack.expiration();
            last = last == null || (end != null && end.isAfter(last)) ? end : last;
        }
        return last;
    }

    private AckCache.@Nullable OwnAck shown(long pk, DesiredAck ack) {
        AckCache.OwnAck shown = null;
        for (AckCache.OwnAck own : cache.own(pk)) {
            if (ack.matches(own.at(), own.description())) {
                shown = own;
            }
        }
        return shown;
    }

    /** Keeps an acknowledgement that exists already, possibly with another expiration. */
    private AckDecision keep(AlertId id, long pk, DesiredAck ack, AckCache.OwnAck shown) {
        if (ack.hasSameEnd(shown.written()) || shown.wasChangedByOthers()) {
            return withdraw(id, pk, shown);
        }
        if (!shown.isInForce(now)) {
            return act(new Action.Ack(id, pk, 0, ack));
        }
        Instant due = shown.writtenAt().plus(updateInterval);
        return due.isAfter(now) ? new AckDecision(null, false, due) : act(new Action.Ack(id, pk, shown.ackPk(), ack));
    }

    /** Withdraws our acknowledgements, except the given one. */
    private AckDecision withdraw(AlertId id, long pk, AckCache.@Nullable OwnAck but) {
        List<Long> acks = cache.own(pk).stream()
                .filter(own -> own.isInForce(now) && (but == null || own.ackPk() != but.ackPk()))
                .map(AckCache.OwnAck::ackPk)
                .toList();
        return acks.isEmpty() ? NOTHING : act(new Action.Unack(id, pk, acks));
    }

    private static AckDecision act(Action action) {
        return new AckDecision(action, false, null);
    }
}
