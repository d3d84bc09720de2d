package io.github.argusglue.plugin.zino;

import java.util.HashMap;
import java.util.Map;

/** Which cases have changed since somebody looked last. Safe for use by any thread. */
final class Dirty {
    private final Map<Long, Boolean> cases = new HashMap<>();

    synchronized void mark(Notification notification) {
        cases.merge(notification.number(), notification.isAboutLines(), Boolean::logicalOr);
    }

    /** Takes what was marked: the numbers of cases, and whether their lines have grown. */
    synchronized Map<Long, Boolean> take() {
        Map<Long, Boolean> taken = new HashMap<>(cases);
        cases.clear();
        return taken;
    }
}
