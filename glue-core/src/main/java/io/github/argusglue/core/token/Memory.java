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
record Memory(
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
        Step said,
        @Nullable Told incident) {

    /**
     * An incident of the keeper's.
     *
     * @param id its source_incident_id
     * @param pk its number; 0 while it is not known whether it was made
     * @param step what it tells
     * @param closed whether a person has closed it
     */
    record Told(String id, long pk, Step step, boolean closed) {}

    static Memory of(TokenHash token, Instant seenSince, @Nullable Instant stated) {
        return new Memory(
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
                Step.FINE,
                null);
    }

    /** Returns what is to be remembered when another token has taken its place. */
    Memory succeededBy(TokenHash other, Instant seen) {
        return new Memory(other, seen, null, null, stated, statedFor, null, null, user, sourcePk, said, incident);
    }

    Memory made(Instant at, @Nullable Instant dies) {
        return new Memory(
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
    Memory stated(@Nullable Instant now) {
        return Objects.equals(now, stated)
                ? this
                : new Memory(
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

    Memory seen(@Nullable Instant accepted, TokenFacts.@Nullable Refused refusal) {
        return new Memory(
                token, seenSince, made, expiry, stated, statedFor, accepted, refusal, user, sourcePk, said, incident);
    }

    Memory owner(String name, long pk) {
        return new Memory(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, name, pk, said, incident);
    }

    Memory said(Step step) {
        return new Memory(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, user, sourcePk, step, incident);
    }

    Memory incident(@Nullable Told told) {
        return new Memory(
                token, seenSince, made, expiry, stated, statedFor, acceptedAt, refused, user, sourcePk, said, told);
    }
}
