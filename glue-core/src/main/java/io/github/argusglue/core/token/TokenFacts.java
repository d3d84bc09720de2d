package io.github.argusglue.core.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one token, each with how sure it is.
 *
 * @param kind by its look
 * @param seenSince it is at least as old as this
 * @param made when we had Argus make it; null if we did not
 * @param expiry when it dies, as Argus said when it made it; null if Argus did not
 * @param stated when it was made, by what the configuration says; null if that says nothing of this token
 * @param lifetime how long Argus lets DRF tokens live, by what the configuration says
 * @param acceptedAt when Argus last took it; null if it never did
 * @param refused when and how Argus refused it, and has not taken it since; null if it did not
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
     * A 401.
     *
     * @param since when it was first refused
     * @param expired whether Argus said once that it has expired; after that it says "Invalid token."
     * @param text what Argus said last
     */
    record Refused(Instant since, boolean expired, String text) {}

    /**
     * What Argus itself tells people about a token.
     *
     * @param pk of the incident
     * @param expires begin of the day on which the token expires; null if its text does not say
     * @param since when the incident began
     */
    record ExpiryNotice(long pk, @Nullable Instant expires, Instant since) {}
}
