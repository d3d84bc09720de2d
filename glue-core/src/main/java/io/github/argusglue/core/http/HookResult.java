package io.github.argusglue.core.http;

/** How a webhook was answered; what is counted. */
public enum HookResult {
    TAKEN,
    /** Nobody showed that he may send it. */
    UNAUTHORIZED,
    /** The source takes none, or none without a token. */
    FORBIDDEN,
    UNKNOWN_SOURCE,
    /** The adapter made nothing of it, or it was not a webhook at all. */
    BAD_REQUEST,
    TOO_LARGE,
    TOO_SLOW,
    TOO_MANY,
    /** The adapter cannot take it now. */
    NOT_NOW,
    /** The adapter has a bug. */
    FAILED,
    /** The sender has gone. */
    BROKEN_OFF
}
