package io.github.argusglue.core.service;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The running sources, by name and in the order of the configuration. Thread-safe. */
final class RunningSources {
    /** Replaced as a whole. */
    private volatile Map<String, RunningSource> byName = Map.of();

    /** Replaces the sources. */
    void replace(Map<String, RunningSource> newer) {
        byName = newer;
    }

    Map<String, RunningSource> byName() {
        return byName;
    }

    Collection<RunningSource> all() {
        return byName.values();
    }

    Optional<RunningSource> source(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
