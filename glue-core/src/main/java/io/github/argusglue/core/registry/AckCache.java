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
 * What is known about acknowledgements in Argus: our own, and for some incidents those of people. An incident itself
 * only shows that somebody has acknowledged it. This is a cache: what is missing is looked up when it matters, with one
 * request per incident. Owned by one thread.
 */
public final class AckCache {
    private final Map<Long, List<OwnAck>> own = new HashMap<>();
    private final Map<Long, List<IncidentAck>> others = new HashMap<>();
    private final Set<Long> lookupRequested = new HashSet<>();

    /**
     * Incidents that a person has acknowledged, as remembered from the last run: this explains why they are
     * acknowledged.
     */
    private final Set<Long> ackedByPeople = new HashSet<>();

    private final Map<Long, Instant> rejected = new HashMap<>();

    /**
     * An acknowledgement by argus-glue.
     *
     * @param incident number of the incident
     * @param ackPk its number
     * @param at its timestamp
     * @param description its text
     * @param written the expiration that we wrote last; null for none
     * @param expiration the current expiration as far as known: a person may have changed it
     * @param writtenAt when we wrote it; {@link Instant#EPOCH} if that was before the start of this process
     */
    public record OwnAck(
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

    /** Restores what was known before a restart. */
    void restore(Collection<OwnAck> remembered) {
        remembered.forEach(this::put);
    }

    /** Records that a person has acknowledged an incident; when and for how long is not known. */
    void recordAckedByPerson(long pk) {
        ackedByPeople.add(pk);
    }

    /** Returns all own acknowledgements that have not expired, to be stored. */
    List<OwnAck> toRemember(Instant now) {
        return own.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.isInForce(now))
                .sorted((a, b) -> Long.compare(a.ackPk(), b.ackPk()))
                .toList();
    }

    /** Records that we have just created an incident: nobody has acknowledged it. */
    public void recordCreated(long pk) {
        others.put(pk, List.of());
    }

    /** Requests that an incident's acknowledgements are looked up before anything is decided about them. */
    public void requestLookup(long pk) {
        lookupRequested.add(pk);
    }

    /** Returns whether the acknowledgements of any incident still have to be looked up. */
    boolean isAnyLookupRequested() {
        return !lookupRequested.isEmpty();
    }

    /** Returns whether there are no own acknowledgements, as far as known. */
    boolean isEmpty() {
        return own.isEmpty();
    }

    public boolean isLookupRequested(long pk) {
        return !lookupRequested.isEmpty() && lookupRequested.contains(pk);
    }

    /** Records all acknowledgements of an incident. */
    public void recordLookup(long pk, List<IncidentAck> acks, long ourUserPk) {
        lookupRequested.remove(pk);
        ackedByPeople.remove(pk);
        List<OwnAck> before = own.getOrDefault(pk, List.of());
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

    private static @Nullable OwnAck known(List<OwnAck> before, long ackPk) {
        return before.stream().filter(one -> one.ackPk() == ackPk).findFirst().orElse(null);
    }

    private static OwnAck own(long pk, IncidentAck ack, @Nullable OwnAck before) {
        return new OwnAck(
                pk,
                ack.pk(),
                ack.timestamp(),
                ack.description(),
                before == null ? ack.expiration() : before.written(),
                ack.expiration(),
                before == null ? Instant.EPOCH : before.writtenAt());
    }

    /** Records an acknowledgement that we have just created or changed. */
    public void recordWritten(long pk, IncidentAck ack, Instant now) {
        forget(pk, ack.pk());
        put(new OwnAck(pk, ack.pk(), ack.timestamp(), ack.description(), ack.expiration(), ack.expiration(), now));
    }

    /** Records that we have withdrawn acknowledgements. */
    public void recordWithdrawn(long pk, Collection<Long> ackPks) {
        ackPks.forEach(ackPk -> forget(pk, ackPk));
    }

    /** Records that Argus rejects a change of an incident's acknowledgements. */
    public void recordRejected(long pk, Instant now, Duration holds) {
        rejected.put(pk, now.plus(holds));
    }

    void forgetRejections() {
        rejected.clear();
    }

    public boolean isRejected(long pk, Instant now) {
        Instant until = rejected.get(pk);
        return until != null && until.isAfter(now);
    }

    /** Forgets an incident that is closed or deleted. */
    public void forgetIncident(long pk) {
        own.remove(pk);
        others.remove(pk);
        lookupRequested.remove(pk);
        rejected.remove(pk);
    }

    /** Forgets all incidents except these. */
    void retain(Predicate<Long> open) {
        own.keySet().removeIf(open.negate());
        others.keySet().removeIf(open.negate());
        lookupRequested.removeIf(open.negate());
        ackedByPeople.removeIf(open.negate());
        rejected.keySet().removeIf(open.negate());
    }

    /** Forgets the acknowledgements of people, because they have changed. */
    void forgetOthers(long pk) {
        others.remove(pk);
        ackedByPeople.remove(pk);
    }

    /**
     * Compares the state of an incident with what is known.
     *
     * @param matters whether there may be own acknowledgements that are not known
     * @return whether its acknowledgements have to be looked up
     */
    boolean compare(Incident incident, boolean matters, Instant now) {
        long pk = incident.pk();
        if (incident.acked() == isAcked(pk, now)) {
            return false;
        }
        forgetOthers(pk);
        if (matters || own.containsKey(pk)) {
            requestLookup(pk);
            return true;
        }
        return false;
    }

    /** Returns whether people's acknowledgements of an incident have been looked up. */
    public boolean isKnown(long pk) {
        return others.containsKey(pk);
    }

    /** Returns our own acknowledgements of an incident, oldest first. */
    public List<OwnAck> own(long pk) {
        // Called for each alert of a plan: avoid boxing a million numbers for an empty map.
        return own.isEmpty() ? List.of() : own.getOrDefault(pk, List.of());
    }

    /** Returns the acknowledgements of others, as of the last lookup. */
    public List<IncidentAck> others(long pk) {
        return others.getOrDefault(pk, List.of());
    }

    /** Returns whether one of our own acknowledgements is in force. */
    boolean isOwnInForce(long pk, Instant now) {
        return own(pk).stream().anyMatch(one -> one.isInForce(now));
    }

    /** Returns whether an incident is acknowledged as far as known; an incident itself shows only that. */
    boolean isAcked(long pk, Instant now) {
        return ackedByPeople.contains(pk)
                || isOwnInForce(pk, now)
                || others(pk).stream().anyMatch(ack -> ack.isInForce(now));
    }

    private void put(OwnAck one) {
        own.computeIfAbsent(one.incident(), key -> new ArrayList<>()).add(one);
    }

    private void forget(long pk, long ackPk) {
        own.computeIfPresent(pk, (key, list) -> {
            list.removeIf(one -> one.ackPk() == ackPk);
            return list.isEmpty() ? null : list;
        });
    }
}
