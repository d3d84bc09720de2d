package io.github.argusglue.core.http;

/** The result of a webhook request; a label value of the metric. */
public enum HookResult {
    TAKEN,
    /** The sender did not authenticate. */
    UNAUTHORIZED,
    /** The source does not accept webhooks, or not without a token. */
    FORBIDDEN,
    UNKNOWN_SOURCE,
    /** The adapter could not interpret it, or it was not a webhook at all. */
    BAD_REQUEST,
    TOO_LARGE,
    TOO_SLOW,
    TOO_MANY,
    /** The adapter cannot accept it now. */
    NOT_NOW,
    /** The adapter has a bug. */
    FAILED,
    /** The sender closed the connection. */
    BROKEN_OFF
}
