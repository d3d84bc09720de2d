package io.github.argusglue.core.status;

import java.time.Instant;

/**
 * The result of a test whether a source on standby could be taken over.
 *
 * @param at when it was made
 * @param passed whether the source could be taken over
 * @param text details for people: shown after "rehearsed" or "could not take over"
 */
public record Rehearsal(Instant at, boolean passed, String text) {}
