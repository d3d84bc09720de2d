package io.github.argusglue.core.argus;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to Argus failed. The message says what was tried, on which address, what came back and what to do. The
 * caller decides by the {@linkplain #kind() kind} alone.
 */
public final class ArgusException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /** Creates a failure. */
    public ArgusException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** Creates a failure without a cause. */
    public ArgusException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    /** Returns the message; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Returns the kind of the failure. */
    public Kind kind() {
        return kind;
    }

    /** Returns how long the server asked the client to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Kinds of failures. The core reacts differently to each. */
    public enum Kind {
        /** 401: the token is wrong or has expired. Every request of this source fails until it is replaced. */
        BAD_TOKEN,
        /** Not sent: the token is new and its owner has not been checked yet. Check it first. */
        UNCHECKED_TOKEN,
        /** Not sent: another process of the cluster may own the source now. */
        NOT_OWNER,
        /** The token belongs to a different user of Argus than it should. It must not be used. */
        WRONG_OWNER,
        /** 403: the token is valid but has no permission for this request. */
        FORBIDDEN,
        /** 404 on an incident: it was deleted. */
        NOT_FOUND,
        /**
         * The answer is about a different incident than the request: Argus reuses numbers after a restore from a
         * backup.
         */
        OTHER_INCIDENT,
        /** 400 about a field: this request cannot succeed as it is. */
        REJECTED,
        /** 400: the source_incident_id has been used before. */
        DUPLICATE_ID,
        /** 400: the request would remove a tag of another user. What we know about the incident is out of date. */
        FOREIGN_TAG,
        /** 429, or 503 with Retry-After. */
        RATE_LIMITED,
        /**
         * No connection, or the server or a proxy in front of it reported that it is unavailable: the request had no
         * effect.
         */
        SERVER_DOWN,
        /** The request was sent and not answered properly: it may or may not have taken effect. */
        OUTCOME_UNKNOWN,
        /**
         * The answer is not from Argus: wrong address, a login page, another version of the API. For a write, only with
         * a status which means that the request had no effect.
         */
        BAD_ANSWER;

        /** Returns whether the token must not be used, so that all other requests would fail too. */
        public boolean isTokenFailure() {
            return this == BAD_TOKEN || this == UNCHECKED_TOKEN || this == WRONG_OWNER;
        }
    }
}
