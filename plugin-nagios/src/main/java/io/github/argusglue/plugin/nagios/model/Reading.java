package io.github.argusglue.plugin.nagios.model;

import java.time.Instant;
import java.util.List;

/**
 * What the daemon said at one moment. Complete: an object that is watched and not in it was removed from the daemon's
 * configuration.
 *
 * @param at when the daemon said it
 * @param programStart when the daemon started or last read its configuration
 * @param objects every object that has a problem, in SOFT states too, and every watched object that exists
 */
public record Reading(Instant at, Instant programStart, List<ObjectStatus> objects) {
    public Reading {
        objects = List.copyOf(objects);
    }
}
