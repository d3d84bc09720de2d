package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * When an alert comes and goes so often that its incident is kept open.
 *
 * @param changes so many openings and endings
 * @param within this time
 * @param hold until it has neither come nor gone for so long
 */
public record Flap(
        @Doc("An alert that has come and gone so many times, each counted, is flapping")
        @Default("6")
        @Range(min = "2", max = "100")
        int changes,

        @Doc("… within this time") @Default("30m") @Range(min = "1s", max = "1d")
        Duration within,

        @Doc("Its incident is kept open, tagged `flapping=true`, until it has neither come nor gone for so long")
        @Default("15m")
        @Range(min = "1s", max = "1d")
        Duration hold) {}
