package io.github.argusglue.core.argus;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to Argus failed. The message says what was tried, on which address, what came back and what to do; what the
 * caller does depends on the {@linkplain #kind() kind} alone.
 */
public final class ArgusException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /** Makes a failure. */
    public ArgusException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** Makes a failure without a cause. */
    public ArgusException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    /** Returns what happened, for people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns how long the server asked us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Each kind has its own reaction. */
    public enum Kind {
        /** 401: the token is wrong or has expired. Nothing of this source gets through until it is replaced. */
        BAD_TOKEN,
        /** Not sent: the token is new, and whom it belongs to was not checked so far. A check comes first. */
        UNCHECKED_TOKEN,
        /** The token belongs to another user of Argus than it has to. Nothing is to be done with it. */
        WRONG_OWNER,
        /** 403: the token is good but may not do this. */
        FORBIDDEN,
        /** 404 on an incident: it was deleted. */
        NOT_FOUND,
        /** What was answered is about another incident than was meant: numbers are used again after a restore. */
        OTHER_INCIDENT,
        /** 400 about a field: this one request can never succeed as it is. */
        REJECTED,
        /** 400: the source_incident_id was used before. */
        DUPLICATE_ID,
        /** 400: a tag that somebody else added would be lost. Our picture of the incident is out of date. */
        FOREIGN_TAG,
        /** 429, or 503 with Retry-After. */
        RATE_LIMITED,
        /** No connection could be made, or the server or a proxy before it said it is not there: nothing was done. */
        SERVER_DOWN,
        /** The request went out and no good answer came: it may or may not have been done. */
        OUTCOME_UNKNOWN,
        /**
         * An answer that is no Argus's: wrong address, a login page, another version of the API. To a write only with a
         * status that says that nothing was done.
         */
        BAD_ANSWER;

        /** Tells whether the token is not to be used, so that no other request would fare better. */
        public boolean isOfToken() {
            return this == BAD_TOKEN || this == UNCHECKED_TOKEN || this == WRONG_OWNER;
        }
    }
}
