package io.github.argusglue.core.token;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a source's token. A cache: without it, the token is assumed to be as old as its file.
 *
 * @param token the token that this is about
 * @param seenSince it is at least as old as this
 * @param made when we requested it from Argus; null if we did not
 * @param expiry when it expires, as reported by Argus at its creation; null if it was not
 * @param stated the configured creation date when it was first read; null if there was none
 * @param statedFor the token that the configured date is about
 * @param acceptedAt when Argus last accepted it, to the hour; null if it never did
 * @param refused when and how Argus rejected it; null if it did not, or has accepted it since
 * @param user its owner; empty if unknown
 * @param sourcePk number of the source system in Argus; 0 if unknown
 * @param loggedStep the step that was last logged
 * @param incident the incident that warns about it; null if there is none
 */
record TokenState(
        TokenHash token,
        Instant seenSince,
        @Nullable Instant made,
        @Nullable Instant expiry,
        @Nullable Instant stated,
        @Nullable TokenHash statedFor,
        @Nullable Instant acceptedAt,
        TokenFacts.@Nullable Refused refused,
        String user,
        long sourcePk,
        RenewalStep loggedStep,
        @Nullable WarningIncident incident) {

    /**
     * An incident that warns about the token.
     *
     * @param id its source_incident_id
     * @param pk its number; 0 while it is unknown whether it was created
     * @param step the step that it reports
     * @param closed whether a person closed it
     */
    record WarningIncident(String id, long pk, RenewalStep step, boolean closed) {}

    static TokenState of(TokenHash token, Instant seenSince, @Nullable Instant stated) {
        return new TokenState(
                token,
                seenSince,
                null,
                null,
                stated,
                stated == null ? null : token,
                null,
                null,
                "",
                0,
                RenewalStep.FINE,
                null);
    }

    /** Returns the state after another token has replaced this one. */
    TokenState succeededBy(TokenHash other, Instant seen) {
        return new TokenState(
                other, seen, null, null, stated, statedFor, null, null, user, sourcePk, loggedStep, incident);
    }

    TokenState made(Instant at, @Nullable Instant dies) {
        return new TokenState(
                token,
                seenSince.isBefore(at) ? seenSince : at,
                at,
                dies,
                stated,
                statedFor,
                acceptedAt,
                refused,
                user,
                sourcePk,
                loggedStep,
                incident);
    }

    /** The configured date applies to the token that is in use when it is first read. */
    TokenState stated(@Nullable Instant now) {
        return Objects.equals(now, stated)
                ? this
                : new TokenState(
                        token,
                        seenSince,
                        made,
                        expiry,
                        now,
                        now == null ? null : token,
                        acceptedAt,
                        refused,
                        user,
                        sourcePk,
                        loggedStep,
                        incident);
    }

    TokenState seen(@Nullable Instant accepted, TokenFacts.@Nullable Refused refusal) {
        return new TokenState(
                token,
                seenSince,
                made,
                expiry,
                stated,
                statedFor,
                accepted,
                refusal,
                user,
                sourcePk,
                loggedStep,
                incident);
    }

    TokenState owner(String name, long pk) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, name, pk, loggedStep, incident);
    }

    TokenState loggedStep(RenewalStep step) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, user, sourcePk, step, incident);
    }

    TokenState incident(@Nullable WarningIncident told) {
        return new TokenState(
                token,
                seenSince,
                made,
                expiry,
                stated,
                statedFor,
                acceptedAt,
                refused,
                user,
                sourcePk,
                loggedStep,
                told);
    }
}
