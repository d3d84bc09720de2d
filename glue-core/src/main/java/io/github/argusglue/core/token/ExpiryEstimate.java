package io.github.argusglue.core.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a token will be good, and how that is known. A pure function of what is known.
 *
 * @param state what can be said
 * @param until when it dies; null if nobody knows, or it is dead
 * @param basis how that is known
 * @param step how urgent it is
 * @param renewAt when it is time for another one
 */
record ExpiryEstimate(State state, @Nullable Instant until, Basis basis, RenewalStep step, Instant renewAt) {
    /** A day is named where the hour is not known, and the server's midnight may be another than ours. */
    private static final Duration SPREAD = Duration.ofDays(1).plusHours(14);

    /** Argus's own command tells so long before, unless it is told otherwise. */
    private static final Duration NOTICE = Duration.ofDays(7);

    /** What can be said. */
    public enum State {
        /** It is good until a moment that Argus named. */
        VALID,
        /** It is good until about then. */
        ABOUT,
        /** It is good until then at the latest. */
        AT_LATEST,
        /** It is good, and how long is not known. */
        UNKNOWN,
        /** Argus refuses it. */
        REFUSED
    }

    /** How it is known. */
    public enum Basis {
        /** Argus named it when it made the token. */
        EXPIRY,
        /** We know when we had it made. */
        MADE,
        /** Argus has an incident about it. */
        NOTICE,
        /** The configuration says when it was made. */
        STATED,
        /** It has been seen since. */
        SEEN,
        /** It outlived what was to be expected. */
        OUTLIVED,
        /** Not at all. */
        NONE
    }

    static ExpiryEstimate of(TokenFacts facts, Instant now) {
        if (facts.refused() != null) {
            return new ExpiryEstimate(State.REFUSED, null, Basis.NONE, RenewalStep.REFUSED, Instant.MIN);
        } else if (facts.expiry() != null) {
            return ofExpiry(facts, facts.expiry(), now);
        } else if (facts.kind() == TokenKind.KNOX) {
            return unknown(Basis.NONE);
        }
        ExpiryEstimate guess = guess(facts, now);
        boolean outlived = guess.until != null
                && facts.acceptedAt() != null
                && facts.acceptedAt().isAfter(guess.until.plus(SPREAD));
        return outlived ? unknown(Basis.OUTLIVED) : guess;
    }

    private static ExpiryEstimate unknown(Basis basis) {
        return new ExpiryEstimate(State.UNKNOWN, null, basis, RenewalStep.FINE, Instant.MIN);
    }

    private static ExpiryEstimate ofExpiry(TokenFacts facts, Instant expiry, Instant now) {
        Instant made = facts.made() == null ? facts.seenSince() : facts.made();
        Duration life = Duration.between(made, expiry);
        RenewalStep step = RenewalStep.of(Duration.between(now, expiry), life);
        return new ExpiryEstimate(State.VALID, expiry, Basis.EXPIRY, step, made.plus(life.dividedBy(2)));
    }

    private static ExpiryEstimate guess(TokenFacts facts, Instant now) {
        TokenFacts.ExpiryNotice notice = facts.notice();
        if (notice != null) {
            Instant until = notice.expires() == null ? notice.since().plus(NOTICE) : notice.expires();
            return ending(notice.expires() == null ? State.AT_LATEST : State.ABOUT, until, Basis.NOTICE, facts, now);
        } else if (facts.made() != null) {
            return ending(State.ABOUT, facts.made().plus(facts.lifetime()), Basis.MADE, facts, now);
        }
        Instant stated = facts.stated();
        // What was seen before it is said to have been made was made before that.
        if (stated != null && stated.isBefore(facts.seenSince().plus(SPREAD))) {
            return ending(State.ABOUT, stated.plus(facts.lifetime()), Basis.STATED, facts, now);
        }
        ExpiryEstimate seen = ending(State.AT_LATEST, facts.seenSince().plus(facts.lifetime()), Basis.SEEN, facts, now);
        // It may die at any moment: only one whose birthday is known can be relied on.
        return new ExpiryEstimate(seen.state, seen.until, seen.basis, seen.step, Instant.MIN);
    }

    private static ExpiryEstimate ending(State state, Instant until, Basis basis, TokenFacts facts, Instant now) {
        RenewalStep step = RenewalStep.of(Duration.between(now, until), facts.lifetime());
        return new ExpiryEstimate(
                state, until, basis, step, until.minus(facts.lifetime().dividedBy(2)));
    }
}
