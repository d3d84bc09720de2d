package io.github.argusglue.core.token;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a source's token over a restart. A cache: without it the token is taken for one that was seen
 * first when its file was written.
 *
 * @param token which one all this is about
 * @param seenSince it is at least as old as this
 * @param made when we had Argus make it; null if we did not
 * @param expiry when it dies, as Argus said when it made it; null if Argus did not
 * @param stated what the configuration said of a token's creation when this was first read; null if nothing
 * @param statedFor which token that was about
 * @param acceptedAt when Argus last took it, to the hour; null if it never did
 * @param refused when and how Argus refused it; null if it did not, or has taken it since
 * @param user whose it is; empty if not known
 * @param sourcePk number of the source system in Argus; 0 if not known
 * @param said how urgent it was when the log told last
 * @param incident in which another token tells of it; null if there is none
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
        RenewalStep said,
        @Nullable Told incident) {

    /**
     * An incident of the keeper's.
     *
     * @param id its source_incident_id
     * @param pk its number; 0 while it is not known whether it was made
     * @param step what it tells
     * @param closed whether a person has closed it
     */
    record Told(String id, long pk, RenewalStep step, boolean closed) {}

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

    /** Returns what is to be remembered when another token has taken its place. */
    TokenState succeededBy(TokenHash other, Instant seen) {
        return new TokenState(other, seen, null, null, stated, statedFor, null, null, user, sourcePk, said, incident);
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
                said,
                incident);
    }

    /** What the configuration says is about the token that is in use when it is read first. */
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
                        said,
                        incident);
    }

    TokenState seen(@Nullable Instant accepted, TokenFacts.@Nullable Refused refusal) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, accepted, refusal, user, sourcePk, said, incident);
    }

    TokenState owner(String name, long pk) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, name, pk, said, incident);
    }

    TokenState said(RenewalStep step) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, user, sourcePk, step, incident);
    }

    TokenState incident(@Nullable Told told) {
        return new TokenState(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, user, sourcePk, said, told);
    }
}
