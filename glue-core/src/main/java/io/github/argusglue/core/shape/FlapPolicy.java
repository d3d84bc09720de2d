package io.github.argusglue.core.shape;

import java.time.Duration;

/**
 * When an alert comes and goes too often for each time to be shown.
 *
 * @param changes so many comings and goings
 * @param within this time
 * @param hold until it has neither come nor gone for so long
 */
public record FlapPolicy(int changes, Duration within, Duration hold) {}
