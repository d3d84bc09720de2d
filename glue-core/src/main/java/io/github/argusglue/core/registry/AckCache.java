package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of acknowledgements in Argus: those that we made, and for some incidents those of people. An incident
 * itself tells only that somebody has acknowledged it. A cache: what is missing is looked up, one request an incident,
 * when it matters. Owned by one thread.
 */
public final class AckCache {
    private final Map<Long, List<Own>> own = new HashMap<>();
    private final Map<Long, List<IncidentAck>> others = new HashMap<>();
    private final Set<Long> wanted = new HashSet<>();

    /** Incidents that a person has acknowledged, for all we remember: that explains what they say of themselves. */
    private final Set<Long> explained = new HashSet<>();

    private final Map<Long, Instant> refused = new HashMap<>();

    /**
     * One that we made.
     *
     * @param incident it was made for
     * @param ackPk its number
     * @param at its timestamp
     * @param description its text
     * @param written the end that we gave it last; null for none
     * @param expiration the end it has, by what we know: a person may have changed it
     * @param writtenAt when we wrote it; {@link Instant#EPOCH} if that was before we started
     */
    public record Own(
            long incident,
            long ackPk,
            Instant at,
            String description,
            @Nullable Instant written,
            @Nullable Instant expiration,
            Instant writtenAt) {

        public boolean isInForce(Instant now) {
            return expiration == null || expiration.isAfter(now);
        }

        public boolean wasChangedByOthers() {
            return written == null ? expiration != null : !written.equals(expiration);
        }
    }

    /** Takes what was remembered over a restart. */
    public void remember(Collection<Own> remembered) {
        remembered.forEach(this::put);
    }

    /** Notes that a person has acknowledged an incident, when and for how long not being known. */
    public void explain(long pk) {
        explained.add(pk);
    }

    /** Returns all that we made and that has not run out, to be remembered. */
    public List<Own> toRemember(Instant now) {
        return own.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.isInForce(now))
                .sorted((a, b) -> Long.compare(a.ackPk(), b.ackPk()))
                .toList();
    }

    /** Notes an incident that we have just made: nobody has acknowledged it. */
    public void noteCreated(long pk) {
        others.put(pk, List.of());
    }

    /** Asks for a look at an incident's acknowledgements before anything is decided about them. */
    public void want(long pk) {
        wanted.add(pk);
    }

    /** Tells whether any incident's acknowledgements are still to be looked at. */
    public boolean isLookWanted() {
        return !wanted.isEmpty();
    }

    /** Tells whether we have made none, so far as we know. */
    public boolean isEmpty() {
        return own.isEmpty();
    }

    public boolean isWanted(long pk) {
        return !wanted.isEmpty() && wanted.contains(pk);
    }

    /** Takes all acknowledgements of an incident. */
    public void looked(long pk, List<IncidentAck> acks, long ourUserPk) {
        wanted.remove(pk);
        explained.remove(pk);
        List<Own> before = own.getOrDefault(pk, List.of());
        own.remove(pk);
        List<IncidentAck> foreign = new ArrayList<>();
        for (IncidentAck ack : acks) {
            if (ack.actorPk() == ourUserPk) {
                put(own(pk, ack, known(before, ack.pk())));
            } else {
                foreign.add(ack);
            }
        }
        others.put(pk, List.copyOf(foreign));
    }

    private static @Nullable Own known(List<Own> before, long ackPk) {
        return before.stream().filter(one -> one.ackPk() == ackPk).findFirst().orElse(null);
    }

    private static Own own(long pk, IncidentAck ack, @Nullable Own before) {
        return new Own(
                pk,
                ack.pk(),
                ack.timestamp(),
                ack.description(),
                before == null ? ack.expiration() : before.written(),
                ack.expiration(),
                before == null ? Instant.EPOCH : before.writtenAt());
    }

    /** Notes what we have just made or given another end. */
    public void wrote(long pk, IncidentAck ack, Instant now) {
        forget(pk, ack.pk());
        put(new Own(pk, ack.pk(), ack.timestamp(), ack.description(), ack.expiration(), ack.expiration(), now));
    }

    /** Notes that we took some back. */
    public void tookBack(long pk, Collection<Long> ackPks) {
        ackPks.forEach(ackPk -> forget(pk, ackPk));
    }

    /** Notes that Argus refuses what we want of an incident's acknowledgements. */
    public void noteRefused(long pk, Instant now, Duration holds) {
        refused.put(pk, now.plus(holds));
    }

    void forgetRefusals() {
        refused.clear();
    }

    public boolean isRefused(long pk, Instant now) {
        Instant until = refused.get(pk);
        return until != null && until.isAfter(now);
    }

    /** Forgets an incident that is closed or gone. */
    public void forgetIncident(long pk) {
        own.remove(pk);
        others.remove(pk);
        wanted.remove(pk);
        refused.remove(pk);
    }

    /** Forgets all incidents but these. */
    public void retain(Predicate<Long> open) {
        own.keySet().removeIf(open.negate());
        others.keySet().removeIf(open.negate());
        wanted.removeIf(open.negate());
        explained.removeIf(open.negate());
        refused.keySet().removeIf(open.negate());
    }

    /** Forgets what people did to an incident, because they did something more. */
    public void forgetOthers(long pk) {
        others.remove(pk);
        explained.remove(pk);
    }

    /**
     * Compares what an incident says of itself with what we know.
     *
     * @param matters whether one of ours could be among those we do not know
     * @return whether its acknowledgements have to be looked at
     */
    public boolean saw(Incident incident, boolean matters, Instant now) {
        long pk = incident.pk();
        if (incident.acked() == isAcked(pk, now)) {
            return false;
        }
        forgetOthers(pk);
        if (matters || own.containsKey(pk)) {
            want(pk);
            return true;
        }
        return false;
    }

    /** Tells whether people's acknowledgements of an incident were looked up. */
    public boolean isKnown(long pk) {
        return others.containsKey(pk);
    }

    /** Returns what we made of an incident's acknowledgements, oldest first. */
    public List<Own> own(long pk) {
        // Asked for each alert of a plan: a number is not to be boxed a million times for a map that is empty.
        return own.isEmpty() ? List.of() : own.getOrDefault(pk, List.of());
    }

    /** Returns the acknowledgements of others, as they were looked up last. */
    public List<IncidentAck> others(long pk) {
        return others.getOrDefault(pk, List.of());
    }

    /** Tells whether one of ours is in force. */
    public boolean isOwnInForce(long pk, Instant now) {
        return own(pk).stream().anyMatch(one -> one.isInForce(now));
    }

    /** Tells whether an incident is acknowledged by what we know; that is all an incident says of itself. */
    public boolean isAcked(long pk, Instant now) {
        return explained.contains(pk)
                || isOwnInForce(pk, now)
                || others(pk).stream().anyMatch(ack -> ack.isInForce(now));
    }

    private void put(Own one) {
        own.computeIfAbsent(one.incident(), key -> new ArrayList<>()).add(one);
    }

    private void forget(long pk, long ackPk) {
        own.computeIfPresent(pk, (key, list) -> {
            list.removeIf(one -> one.ackPk() == ackPk);
            return list.isEmpty() ? null : list;
        });
    }
}
