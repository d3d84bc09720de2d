package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * When an alert is flapping, so that its incident is kept open.
 *
 * @param changes number of starts and ends
 * @param within time in which they occur
 * @param hold how long the alert must be stable to end the flapping
 */
public record Flap(
        @Doc("Number of starts and ends, each counted, after which an alert is flapping")
        @Default("6")
        @Range(min = "2", max = "100")
        int changes,

        @Doc("Time within which these changes must occur") @Default("30m") @Range(min = "1s", max = "1d")
        Duration within,

        @Doc("The incident is kept open with the tag `flapping=true` until the alert has neither started"
                + " nor ended for this long")
        @Default("15m")
        @Range(min = "1s", max = "1d")
        Duration hold) {}
