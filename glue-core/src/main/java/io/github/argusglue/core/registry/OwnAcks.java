package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.shape.AlertShaper;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** The acknowledgements that argus-glue has created in Argus for a source. Owned by the thread of its loop. */
public final class OwnAcks {
    private final IncidentRegistry registry;
    private final AckCache cache;
    private final AlertShaper shaper;
    private final long ourUserPk;
    private final InstantSource clock;
    private boolean mayBeIncomplete;

    public OwnAcks(IncidentRegistry registry, AlertShaper shaper, long ourUserPk, InstantSource clock) {
        this.registry = registry;
        this.cache = registry.ledger.acks();
        this.shaper = shaper;
        this.ourUserPk = ourUserPk;
        this.clock = clock;
    }

    /**
     * Restores what was stored before a restart.
     *
     * @param ackedByPeople incidents that people have acknowledged
     * @param mayBeIncomplete whether there may be own acknowledgements that were not stored
     */
    public void restore(List<AckCache.OwnAck> own, List<Long> ackedByPeople, boolean mayBeIncomplete) {
        cache.restore(own);
        ackedByPeople.forEach(cache::recordAckedByPerson);
        this.mayBeIncomplete = mayBeIncomplete;
        registry.mayHaveUnknownAcks(mayBeIncomplete);
    }

    /** Returns whether there may be own acknowledgements in Argus that a restart would not know. */
    public boolean mayExist() {
        mayBeIncomplete &= cache.isAnyLookupRequested();
        return mayBeIncomplete || shaper.hasAcknowledgements() || !cache.isEmpty();
    }

    /** Returns the acknowledgements in force. */
    public List<AckCache.OwnAck> inForce() {
        return cache.toRemember(clock.instant());
    }

    public boolean isInForce(long pk) {
        return cache.isOwnInForce(pk, clock.instant());
    }

    /** Records that people have acknowledged incidents. */
    public void recordPeopleAcks(Collection<Long> pks) {
        pks.forEach(cache::forgetOthers);
    }

    /** Records the acknowledgements of an incident. */
    public void recordLookup(long pk, List<IncidentAck> acks) {
        if (registry.mirror.get(pk) != null) {
            cache.recordLookup(pk, acks, ourUserPk);
            registry.mirror.markForCompare(pk);
        }
    }
}
