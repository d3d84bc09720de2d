package io.github.argusglue.core.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about a token.
 *
 * @param kind the kind, recognised by its format
 * @param seenSince it is at least as old as this
 * @param made when we requested it from Argus; null if we did not
 * @param expiry when it expires, as reported by Argus at its creation; null if it was not
 * @param stated when it was created according to the configuration; null if that does not apply to this token
 * @param lifetime configured lifetime of DRF tokens in Argus
 * @param acceptedAt when Argus last accepted it; null if it never did
 * @param refused when and how Argus rejected it, if it has not accepted it since; otherwise null
 * @param notice Argus's own open incident about it; null if there is none
 */
record TokenFacts(
        TokenKind kind,
        Instant seenSince,
        @Nullable Instant made,
        @Nullable Instant expiry,
        @Nullable Instant stated,
        Duration lifetime,
        @Nullable Instant acceptedAt,
        @Nullable Refused refused,
        @Nullable ExpiryNotice notice) {

    /**
     * A response with status 401.
     *
     * @param since when it was first rejected
     * @param expired whether Argus once said that it has expired; after that it says "Invalid token."
     * @param text the last message from Argus
     */
    record Refused(Instant since, boolean expired, String text) {}

    /**
     * Argus's own incident about a token.
     *
     * @param pk number of the incident
     * @param expires start of the day on which the token expires; null if the text does not say
     * @param since start of the incident
     */
    record ExpiryNotice(long pk, @Nullable Instant expires, Instant since) {}
}
