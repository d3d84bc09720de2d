package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * The limits of the mass close guard: how many incidents may be closed because their alerts are absent before a later
 * snapshot has to confirm it. The larger of the two limits applies.
 *
 * @param atLeast number of incidents
 * @param percent share of the source's open incidents
 * @param within time over which both are counted
 */
public record MassClose(
        @Doc("Number of incidents that may be closed within the time without confirmation, unless these are"
                + " all open incidents")
        @Default("1")
        @Range(min = "0")
        int atLeast,

        @Doc("Percentage of the incidents that were open at the start of the time; 100 disables the guard")
        @Default("30")
        @Range(min = "0", max = "100")
        int percent,

        @Doc("Time over which both are counted. It restarts with the process and with each reload of the"
                + " source; until "
                + "it has passed, a later snapshot has to confirm every absent alert")
        @Default("15m")
        @Range(min = "1m", max = "1d")
        Duration within) {}
