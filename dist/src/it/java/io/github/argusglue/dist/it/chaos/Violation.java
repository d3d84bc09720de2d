package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/**
 * A violation of a requirement.
 *
 * @param key the alert or case
 * @param at when it happened, or was seen
 */
record Violation(String key, Instant at, String what) {}
