package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * How many incidents may end because their alerts are gone before a later snapshot has to agree: the larger of number
 * and part.
 *
 * @param atLeast number of incidents
 * @param percent part of the source's open incidents
 * @param within the time that both are counted over
 */
public record MassClose(
        @Doc("So many may end within the time without that, unless they are all that is open")
        @Default("1")
        @Range(min = "0")
        int atLeast,

        @Doc("So many percent of those that were open when the time began; 100 turns the guard off")
        @Default("30")
        @Range(min = "0", max = "100")
        int percent,

        @Doc(
                "The time that both are counted over. It begins anew with the process and each reload of the source: until "
                        + "it is over everything that is absent needs a later snapshot to agree")
        @Default("15m")
        @Range(min = "1m", max = "1d")
        Duration within) {}
