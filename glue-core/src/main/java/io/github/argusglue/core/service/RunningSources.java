package io.github.argusglue.core.service;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The sources that are at work, by name and in the order of the configuration. Any thread. */
final class RunningSources {
    /** Replaced as a whole. */
    private volatile Map<String, RunningSource> byName = Map.of();

    /** Puts others in their place. */
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
