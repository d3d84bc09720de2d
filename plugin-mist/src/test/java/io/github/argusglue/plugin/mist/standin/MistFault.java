package io.github.argusglue.plugin.mist.standin;

/** What the simulated cloud does wrong. */
public enum MistFault {
    NONE,
    /** Closes each connection without an answer. */
    DOWN,
    /** Never answers. */
    HANG,
    /** The token was revoked, or removed because nobody used it: 401. */
    TOKEN_EXPIRED,
    /** The token has no access to the organisation: 403. */
    FORBIDDEN,
    /** The calls of the hour are used up: 429 with Retry-After. */
    QUOTA_SPENT,
    /** 503 without an explanation. */
    ERROR,
    /** No JSON. */
    GARBAGE,
    /** <code>{}</code> instead of what was asked for. */
    NOTHING,
    /** The connection breaks in the middle of the answer. */
    TRUNCATED,
    /** A whole answer with half of the rows. */
    HALF,
    /** Every page after the first one fails. */
    LATER_PAGES_FAIL,
    /** Page 2 of a list is page 1 again. */
    PAGES_REPEAT,
    /** {@code next} of a search leads back to its first page. */
    NEXT_LOOPS,
    /** {@code next} of a search leads to another host. */
    NEXT_LEAVES,
    /** All devices are gone from the inventory. */
    NO_DEVICES
}
