package io.github.argusglue.plugin.nagios;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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

    /** Returns a reading with those of the objects that are to be reported. */
    public static Reading of(Instant at, Instant programStart, Collection<ObjectStatus> all, Set<ObjectKey> watched) {
        return new Reading(
                at,
                programStart,
                all.stream()
                        .filter(object -> object.state().isProblem() || watched.contains(object.key()))
                        .toList());
    }
}
