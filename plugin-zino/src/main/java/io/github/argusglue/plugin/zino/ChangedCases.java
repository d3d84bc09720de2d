package io.github.argusglue.plugin.zino;

import java.util.HashMap;
import java.util.Map;

/** The cases that have changed since the last read. Safe for use by any thread. */
final class ChangedCases {
    private final Map<Long, Boolean> changed = new HashMap<>();

    synchronized void mark(Notification notification) {
        changed.merge(notification.number(), notification.isAboutLog(), Boolean::logicalOr);
    }

    /** Returns and clears the changes: the numbers of cases, and whether their log or history has grown. */
    synchronized Map<Long, Boolean> drain() {
        Map<Long, Boolean> drained = new HashMap<>(changed);
        changed.clear();
        return drained;
    }
}
