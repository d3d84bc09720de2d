package io.github.argusglue.plugin.zino;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What came of asking for several cases.
 *
 * @param found by number
 * @param unknown numbers that Zino has no case for
 * @param failed numbers that it could not say anything about
 */
record Attributes(Map<Long, ZinoCase> found, Set<Long> unknown, Set<Long> failed) {
    Attributes() {
        this(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    void add(Attributes other) {
        found.putAll(other.found);
        unknown.addAll(other.unknown);
        failed.addAll(other.failed);
    }
}
