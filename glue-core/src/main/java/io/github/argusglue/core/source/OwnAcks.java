package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.reconcile.AckBook;
import io.github.argusglue.core.reconcile.Shaper;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** What a source knows of the acknowledgements that it has made in Argus. Owned by the thread of its loop. */
final class OwnAcks {
    private final Picture picture;
    private final AckBook book;
    private final Shaper shaper;
    private final long ourUserPk;
    private final InstantSource clock;
    private boolean perhapsMore;

    OwnAcks(Picture picture, Shaper shaper, long ourUserPk, InstantSource clock) {
        this.picture = picture;
        this.book = picture.ledger.acks();
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
    void remember(List<AckBook.Own> made, List<Long> peoples, boolean perhapsMore) {
        book.remember(made);
        peoples.forEach(book::explain);
        this.perhapsMore = perhapsMore;
        picture.acksMatter(perhapsMore);
    }

    /** Tells whether there may be some of ours in Argus that a restart would not know of. */
    boolean arePossible() {
        perhapsMore &= book.isLookWanted();
        return perhapsMore || shaper.acknowledges() || !book.isEmpty();
    }

    /** Returns those that are in force. */
    List<AckBook.Own> inForce() {
        return book.toRemember(clock.instant());
    }

    boolean isInForce(long pk) {
        return book.isOwnInForce(pk, clock.instant());
    }

    /** Notes that people have acknowledged incidents. */
    void madeByPeople(Collection<Long> pks) {
        pks.forEach(book::forgetOthers);
    }

    /** Takes what a look at an incident's acknowledgements showed. */
    void looked(long pk, List<IncidentAck> acks) {
        if (picture.mirror.get(pk) != null) {
            book.looked(pk, acks, ourUserPk);
            picture.mirror.unsettle(pk);
        }
    }
}
