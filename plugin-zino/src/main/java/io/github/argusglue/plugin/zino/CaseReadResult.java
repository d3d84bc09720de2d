package io.github.argusglue.plugin.zino;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Result of reading several cases.
 *
 * @param found cases by number
 * @param unknown numbers of cases that Zino does not have
 * @param failed numbers of cases that Zino could not show
 */
record CaseReadResult(Map<Long, ZinoCase> found, Set<Long> unknown, Set<Long> failed) {
    CaseReadResult() {
        this(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    void add(CaseReadResult other) {
        found.putAll(other.found);
        unknown.addAll(other.unknown);
        failed.addAll(other.failed);
    }
}
