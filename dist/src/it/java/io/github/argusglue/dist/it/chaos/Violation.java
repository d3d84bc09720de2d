package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/**
 * Something that must not be.
 *
 * @param key which alert or case it is about
 * @param at when it happened, or was seen
 */
record Violation(String key, Instant at, String what) {}
