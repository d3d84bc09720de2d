package io.github.argusglue.core.shape;

import java.time.Duration;

/**
 * When an alert counts as flapping, so that its incident stays open.
 *
 * @param changes number of starts and ends
 * @param within time in which they happen
 * @param hold how long the alert must not change to stop flapping
 */
public record FlapPolicy(int changes, Duration within, Duration hold) {}
