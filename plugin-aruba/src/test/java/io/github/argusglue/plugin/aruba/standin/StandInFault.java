package io.github.argusglue.plugin.aruba.standin;

/** What a simulated API does wrong. */
public enum StandInFault {
    NONE,
    /** Closes each connection without an answer. */
    DOWN,
    /** Never answers. */
    HANG,
    /** Accepts no credentials: 401. */
    REFUSED,
    /** 403. */
    FORBIDDEN,
    /** 429, with the time when there are new requests. */
    TOO_MANY,
    /** 503. */
    ERROR,
    /** No JSON. */
    GARBAGE,
    /** <code>{}</code> instead of what was asked for. */
    NOTHING,
    /** The connection breaks in the middle of the answer. */
    TRUNCATED,
    /** A whole answer with half of the rows, and the total of all. */
    HALF,
    /** Every page after the first one fails. */
    LATER_PAGES_FAIL,
    /** Lists of New Central: {@code next} is the same on every page. */
    NEXT_LOOPS,
    /** Lists of New Central: each page names a next one, which is empty. */
    NEXT_GOES_ON,
    /** No rows, and a total of 0. */
    EMPTY,
    /** Lists of New Central: with rows that the filter excludes. */
    IGNORES_FILTER
}
