package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;

/**
 * When so many incidents would end at once that a second snapshot has to agree: more than the larger of the two.
 *
 * @param atLeast number of incidents
 * @param percent part of the source's open incidents
 */
public record MassClose(
        @Doc("So many may always end at once") @Default("20") @Range(min = "0")
        int atLeast,

        @Doc("So many percent of the source's open incidents may end at once; 100 turns the guard off")
        @Default("30")
        @Range(min = "0", max = "100")
        int percent) {}
