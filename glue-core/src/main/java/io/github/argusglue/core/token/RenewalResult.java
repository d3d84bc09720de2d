package io.github.argusglue.core.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a renewal.
 *
 * @param kind what happened
 * @param text message for people: what was done, why not, or what a person has to do now
 * @param made the new token; null if there is none
 */
public record RenewalResult(
        Kind kind, String text, @Nullable Made made) {

    /** What happened. */
    public enum Kind {
        /** There is a new token and Argus accepts it. */
        RENEWED,
        /** Nothing was started; the token is unchanged. */
        NOT_BEGUN,
        /** The renewal failed without losing anything, and is retried. */
        LATER,
        /** No token is known to be valid: a person has to do what the text says. */
        PERSON
    }

    /**
     * A new token.
     *
     * @param hash identifies the token
     * @param at when it was created
     * @param expiry when it expires, if Argus reported it
     */
    record Made(TokenHash hash, Instant at, @Nullable Instant expiry) {}

    static RenewalResult renewed(Made made, String text) {
        return new RenewalResult(Kind.RENEWED, text, made);
    }

    static RenewalResult of(Kind kind, String text) {
        return new RenewalResult(kind, text, null);
    }
}
