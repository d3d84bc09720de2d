package io.github.argusglue.core.token;

import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a renewal.
 *
 * @param phase what was done
 * @param at when
 * @param old the token to replace
 * @param session a knox token that can request the replacement again; null for none
 * @param fresh the new token; null until it is known
 * @param freshExpiry when the new token expires, if Argus reported it
 */
record JournalEntry(
        Phase phase,
        Instant at,
        Secret old,
        @Nullable Secret session,
        @Nullable Secret fresh,
        @Nullable Instant freshExpiry) {

    /** What was done; each phase is stored before the next one starts. */
    enum Phase {
        /** Nothing that changes anything was sent. */
        PREPARED,
        /** The replacement may have been requested: it is unknown which token is valid. */
        SENT,
        /** The new token is known and in the journal. */
        RECEIVED,
        /** The new token is in the token's file. */
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
