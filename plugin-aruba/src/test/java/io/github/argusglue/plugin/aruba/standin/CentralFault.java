package io.github.argusglue.plugin.aruba.standin;

/** What the simulated New Central does wrong. */
public enum CentralFault {
    NONE,
    /** Closes each connection without an answer. */
    DOWN,
    /** Never answers. */
    HANG,
    /** Accepts neither the credentials nor tokens: 401. */
    REFUSED,
    /** The user may not view it: 403. */
    FORBIDDEN,
    /** The requests of the hour are used up: 429, with the time when there are new ones. */
    QUOTA_SPENT,
    /** 503 without an explanation. */
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
    /** {@code next} is the same on every page. */
    NEXT_LOOPS,
    /** Each page names a next one, which is empty. */
    NEXT_GOES_ON,
    /** No rows, and a total of 0. */
    EMPTY,
    /** Returns rows that the filter excludes. */
    IGNORES_FILTER
}
