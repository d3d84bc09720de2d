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
 * Shows in Argus that an alert is acknowledged in its source, and takes that back when it goes. People win: while one
 * of theirs is in force ours would say nothing new, and one of ours that they have ended stays ended.
 */
final class AckPlanner {
    private static final Verdict NOTHING = new Verdict(null, true, null);
    private static final Verdict LATER = new Verdict(null, false, null);

    private final AckCache book;
    private final Duration updateInterval;
    private final Instant now;

    AckPlanner(AckCache book, Duration updateInterval, Instant now) {
        this.book = book;
        this.updateInterval = updateInterval;
        this.now = now;
    }

    /**
     * What is to be done about an incident's acknowledgement.
     *
     * @param action null for nothing now
     * @param settled whether nothing will be to be done until the alert, the incident or what we know changes
     * @param dueAt when it has to be thought about again though nothing changes; null if that is not known
     */
    record Verdict(
            @Nullable Action action,
            boolean settled,
            @Nullable Instant dueAt) {}

    Verdict decide(long pk, DesiredIncident desired) {
        AlertId id = desired.id();
        DesiredAck ack = desired.acknowledgement();
        boolean acknowledged = ack != null && ack.isInForce(now);
        boolean wanted = book.isWanted(pk);
        if (!acknowledged && !wanted && book.own(pk).isEmpty()) {
            return NOTHING;
        }
        if (book.isRefused(pk, now)) {
            return LATER;
        }
        if (wanted) {
            return todo(new Action.LookAtAcks(id, pk));
        }
        return ack != null && acknowledged ? show(id, pk, ack) : takeBack(id, pk, null);
    }

    private Verdict show(AlertId id, long pk, DesiredAck ack) {
        AckCache.Own shown = shown(pk, ack);
        if (shown != null) {
            return keep(id, pk, ack, shown);
        }
        if (!book.isKnown(pk)) {
            return todo(new Action.LookAtAcks(id, pk));
        }
        List<IncidentAck> peoples =
                book.others(pk).stream().filter(other -> other.isInForce(now)).toList();
        if (peoples.isEmpty()) {
            return todo(new Action.Ack(id, pk, 0, ack));
        }
        return peoples.stream().anyMatch(other -> other.expiration() == null)
                ? LATER
                : new Verdict(null, false, last(peoples));
    }

    private static @Nullable Instant last(List<IncidentAck> acks) {
        Instant last = null;
        for (IncidentAck ack : acks) {
            Instant end = ack.expiration();
            last = last == null || (end != null && end.isAfter(last)) ? end : last;
        }
        return last;
    }

    private AckCache.@Nullable Own shown(long pk, DesiredAck ack) {
        AckCache.Own shown = null;
        for (AckCache.Own own : book.own(pk)) {
            if (ack.matches(own.at(), own.description())) {
                shown = own;
            }
        }
        return shown;
    }

    /** It is shown already, perhaps with another end. */
    private Verdict keep(AlertId id, long pk, DesiredAck ack, AckCache.Own shown) {
        if (ack.hasSameEnd(shown.written()) || shown.wasChangedByOthers()) {
            return takeBack(id, pk, shown);
        }
        if (!shown.isInForce(now)) {
            return todo(new Action.Ack(id, pk, 0, ack));
        }
        Instant due = shown.writtenAt().plus(updateInterval);
        return due.isAfter(now) ? new Verdict(null, false, due) : todo(new Action.Ack(id, pk, shown.ackPk(), ack));
    }

    /** Takes back what we made, but for the one that is shown now. */
    private Verdict takeBack(AlertId id, long pk, AckCache.@Nullable Own but) {
        List<Long> acks = book.own(pk).stream()
                .filter(own -> own.isInForce(now) && (but == null || own.ackPk() != but.ackPk()))
                .map(AckCache.Own::ackPk)
                .toList();
        return acks.isEmpty() ? NOTHING : todo(new Action.Unack(id, pk, acks));
    }

    private static Verdict todo(Action action) {
        return new Verdict(action, false, null);
    }
}
