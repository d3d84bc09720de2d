package io.github.argusglue.core.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a renewal.
 *
 * @param kind in one word
 * @param text for people: what was done, or why not, or what a person has to do now
 * @param made the token that is in the file now; null if nothing was made
 */
public record RenewalResult(
        Kind kind, String text, @Nullable Made made) {

    /** What became of it. */
    public enum Kind {
        /** There is a new token and Argus takes it. */
        RENEWED,
        /** Nothing was begun; the token is what it was. */
        NOT_BEGUN,
        /** It is not done, and is tried again; nothing is lost by that. */
        LATER,
        /** No token is known to be good: a person has to do what the text says. */
        PERSON
    }

    /**
     * A token that was made.
     *
     * @param hash by which it is known
     * @param at when
     * @param expiry when it dies, if Argus said so
     */
    record Made(TokenHash hash, Instant at, @Nullable Instant expiry) {}

    static RenewalResult renewed(Made made, String text) {
        return new RenewalResult(Kind.RENEWED, text, made);
    }

    static RenewalResult of(Kind kind, String text) {
        return new RenewalResult(kind, text, null);
    }
}
