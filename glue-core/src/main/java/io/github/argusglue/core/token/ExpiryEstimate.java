package io.github.argusglue.core.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a token expires, and how that is known. A pure function of the known facts.
 *
 * @param state how exact the estimate is
 * @param until when it expires; null if that is unknown, or it has expired
 * @param basis how that is known
 * @param step how urgent it is
 * @param renewAt when to renew it
 */
record ExpiryEstimate(State state, @Nullable Instant until, Basis basis, RenewalStep step, Instant renewAt) {
    /** Tolerance when only a day is known, because the server's time zone may differ. */
    private static final Duration TOLERANCE = Duration.ofDays(1).plusHours(14);

    /** How long before the expiry Argus's own command warns by default. */
    private static final Duration NOTICE = Duration.ofDays(7);

    /** How exact the estimate is. */
    public enum State {
        /** It expires at a time that Argus reported. */
        VALID,
        /** It expires at about this time. */
        ABOUT,
        /** It expires at this time at the latest. */
        AT_LATEST,
        /** It is valid, and its expiry is unknown. */
        UNKNOWN,
        /** Argus rejects it. */
        REFUSED
    }

    /** How the expiry is known. */
    public enum Basis {
        /** Argus reported it when it created the token. */
        EXPIRY,
        /** We requested the token and know when. */
        MADE,
        /** Argus has an incident about it. */
        NOTICE,
        /** The configuration says when it was created. */
        STATED,
        /** From when we first saw the token. */
        SEEN,
        /** The token outlived its expected expiry. */
        OUTLIVED,
        /** It is not known. */
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
                && facts.acceptedAt().isAfter(guess.until.plus(TOLERANCE));
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
            return estimate(notice.expires() == null ? State.AT_LATEST : State.ABOUT, until, Basis.NOTICE, facts, now);
        } else if (facts.made() != null) {
            return estimate(State.ABOUT, facts.made().plus(facts.lifetime()), Basis.MADE, facts, now);
        }
        Instant stated = facts.stated();
        // A token that was seen before its configured creation date is older than that.
        if (stated != null && stated.isBefore(facts.seenSince().plus(TOLERANCE))) {
            return estimate(State.ABOUT, stated.plus(facts.lifetime()), Basis.STATED, facts, now);
        }
        ExpiryEstimate seen =
                estimate(State.AT_LATEST, facts.seenSince().plus(facts.lifetime()), Basis.SEEN, facts, now);
        // It may expire at any time, so renew it now: only a token with a known creation time can be relied on.
        return new ExpiryEstimate(seen.state, seen.until, seen.basis, seen.step, Instant.MIN);
    }

    private static ExpiryEstimate estimate(State state, Instant until, Basis basis, TokenFacts facts, Instant now) {
        RenewalStep step = RenewalStep.of(Duration.between(now, until), facts.lifetime());
        return new ExpiryEstimate(
                state, until, basis, step, until.minus(facts.lifetime().dividedBy(2)));
    }
}
