package io.github.argusglue.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source could not be read or written.
 *
 * <p>The message says what was tried, on which address, what came back and what to do about it, without secrets:
 * {@code GET https://am1:9093/api/v2/alerts: 401: check 'username' and 'password'}. The core adds the source's name and
 * reacts to the {@linkplain #kind() kind} alone.
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

    /** The source does not answer. */
    public static SourceException unreachable(String message, @Nullable Throwable cause) {
        return new SourceException(Kind.UNREACHABLE, message, cause, null);
    }

    /** The source refuses our credentials. */
    public static SourceException unauthorized(String message) {
        return new SourceException(Kind.UNAUTHORIZED, message, null, null);
    }

    /** The source asks us to come back later. */
    public static SourceException rateLimited(String message, Duration retryAfter) {
        return new SourceException(Kind.RATE_LIMITED, message, null, retryAfter);
    }

    /** The source answered something that this adapter does not understand. */
    public static SourceException badAnswer(String message, @Nullable Throwable cause) {
        return new SourceException(Kind.BAD_ANSWER, message, cause, null);
    }

    /** Returns what kind of failure this is. */
    public Kind kind() {
        return kind;
    }

    /** Returns how long to wait, if the source said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the core does about a failure depends on this alone. */
    public enum Kind {
        /** Retried with a growing delay. */
        UNREACHABLE,
        /** Retried slowly and reported as a configuration fault. */
        UNAUTHORIZED,
        /** Retried after the given delay. */
        RATE_LIMITED,
        /** Retried with a growing delay and reported as a bug. */
        BAD_ANSWER
    }
}
