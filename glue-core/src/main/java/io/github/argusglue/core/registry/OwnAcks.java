package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.shape.AlertShaper;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** What a source knows of the acknowledgements that it has made in Argus. Owned by the thread of its loop. */
public final class OwnAcks {
    private final IncidentRegistry registry;
    private final AckCache book;
    private final AlertShaper shaper;
    private final long ourUserPk;
    private final InstantSource clock;
    private boolean perhapsMore;

    public OwnAcks(IncidentRegistry registry, AlertShaper shaper, long ourUserPk, InstantSource clock) {
        this.registry = registry;
        this.book = registry.ledger.acks();
        this.shaper = shaper;
        this.ourUserPk = ourUserPk;
        this.clock = clock;
    }

    /**
     * Takes those that we remember to have made.
     *
     * @param peoples incidents that people have acknowledged
     * @param perhapsMore whether there may be some of ours that we do not remember
     */
    public void remember(List<AckCache.Own> made, List<Long> peoples, boolean perhapsMore) {
        book.remember(made);
        peoples.forEach(book::explain);
        this.perhapsMore = perhapsMore;
        registry.acksMatter(perhapsMore);
    }

    /** Tells whether there may be some of ours in Argus that a restart would not know of. */
    public boolean arePossible() {
        perhapsMore &= book.isLookWanted();
        return perhapsMore || shaper.hasAcknowledgements() || !book.isEmpty();
    }

    /** Returns those that are in force. */
    public List<AckCache.Own> inForce() {
        return book.toRemember(clock.instant());
    }

    public boolean isInForce(long pk) {
        return book.isOwnInForce(pk, clock.instant());
    }

    /** Notes that people have acknowledged incidents. */
    public void madeByPeople(Collection<Long> pks) {
        pks.forEach(book::forgetOthers);
    }

    /** Takes what a look at an incident's acknowledgements showed. */
    public void looked(long pk, List<IncidentAck> acks) {
        if (registry.mirror.get(pk) != null) {
            book.looked(pk, acks, ourUserPk);
            registry.mirror.unsettle(pk);
        }
    }
}
