package io.github.argusglue.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source could not be read or written.
 *
 * <p>The message says what was tried, on which address, what came back and what to do about it, without secrets:
 * {@code GET https://am1:9093/api/v2/alerts: 401: check 'username' and 'password'}. The core adds the source's name and
 * decides by the {@linkplain #kind() kind} alone how to react.
 */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    private SourceException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** Returns an exception for a source that does not answer. */
    public static SourceException unreachable(String message, @Nullable Throwable cause) {
        return new SourceException(Kind.UNREACHABLE, message, cause, null);
    }

    /** Returns an exception for a source that refuses the configured credentials. */
    public static SourceException unauthorized(String message) {
        return new SourceException(Kind.UNAUTHORIZED, message, null, null);
    }

    /**
     * Returns an exception for a source that asks to be called again later.
     *
     * @param retryAfter how long to wait
     */
    public static SourceException rateLimited(String message, Duration retryAfter) {
        return new SourceException(Kind.RATE_LIMITED, message, null, retryAfter);
    }

    /** Returns an exception for an answer that this adapter does not understand. */
    public static SourceException badAnswer(String message, @Nullable Throwable cause) {
        return new SourceException(Kind.BAD_ANSWER, message, cause, null);
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** Returns how long to wait before the next attempt; empty if the source did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Kind of failure. It alone decides how the core reacts. Values may be added. */
    public enum Kind {
        /** The source does not answer. The core retries with increasing delays. */
        UNREACHABLE,
        /** The source refuses the credentials. The core retries slowly and reports a configuration error. */
        UNAUTHORIZED,
        /** The source asks to be called again later. The core retries after the given delay. */
        RATE_LIMITED,
        /** The answer is not understood. The core retries with increasing delays and reports a bug. */
        BAD_ANSWER
    }
}
