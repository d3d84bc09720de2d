package io.github.argusglue.core.status;

import java.time.Instant;

/**
 * What came of trying whether a source that stands by could be taken over.
 *
 * @param at when
 * @param passed whether it could
 * @param text what was seen, for people: after "rehearsed" where it passed, after "could not take over" where not
 */
public record Rehearsal(Instant at, boolean passed, String text) {}
