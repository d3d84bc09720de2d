package io.github.argusglue.core.token;

import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a renewal has come.
 *
 * @param phase what was done
 * @param at when
 * @param old the token that is to be replaced
 * @param session a knox token that can ask for the replacement once more; null for none
 * @param fresh the new token; null until it is known
 * @param freshExpiry when that one dies, if Argus said so
 */
record JournalEntry(
        Phase phase,
        Instant at,
        Secret old,
        @Nullable Secret session,
        @Nullable Secret fresh,
        @Nullable Instant freshExpiry) {

    /** What was done; each holds before the next is begun. */
    enum Phase {
        /** Nothing was sent that changes anything. */
        PREPARED,
        /** The replacement may have been asked for: nobody knows which token is good. */
        SENT,
        /** The new token is known, and in the journal. */
        RECEIVED,
        /** It is in the token's file. */
        PLACED
    }

    static JournalEntry prepared(Secret old, Instant at) {
        return new JournalEntry(Phase.PREPARED, at, old, null, null, null);
    }

    JournalEntry withSession(Secret token, Instant now) {
        return new JournalEntry(phase, now, old, token, fresh, freshExpiry);
    }

    JournalEntry sent(Instant now) {
        return new JournalEntry(Phase.SENT, now, old, session, null, null);
    }

    JournalEntry received(Secret token, @Nullable Instant expiry, Instant now) {
        return new JournalEntry(Phase.RECEIVED, now, old, session, token, expiry);
    }

    JournalEntry placed(Instant now) {
        return new JournalEntry(Phase.PLACED, now, old, session, fresh, freshExpiry);
    }
}
