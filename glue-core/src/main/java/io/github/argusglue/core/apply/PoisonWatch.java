package io.github.argusglue.core.apply;

import io.github.argusglue.core.shape.DesiredIncident;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells an alert that Argus can never take from a server that is in trouble. Argus answers some texts with an internal
 * error (a NUL in a tag, an id of more than about 2,690 bytes; 2.10.2), which looks like an outcome that nobody knows:
 * tried again it fails again, for ever. One alert that fails time after time while others get through is such a one.
 */
final class PoisonWatch {
    private static final int FAILURES = 5;
    private static final int MOST = 1_000;

    private final Map<String, Suspect> suspects = new HashMap<>();
    private long successes;

    /** Takes that something got through. */
    void success() {
        successes++;
    }

    /** Takes that nobody knows the outcome of what an alert asks for; tells whether to stop trying. */
    boolean failed(DesiredIncident desired) {
        String id = desired.id().value();
        if (suspects.size() > MOST) {
            suspects.clear();
        }
        Suspect before = suspects.get(id);
        if (before == null || !before.desired().equals(desired)) {
            suspects.put(id, new Suspect(desired, 1, successes));
            return false;
        }
        Suspect now = new Suspect(desired, before.failures() + 1, before.successesBefore());
        suspects.put(id, now);
        // As many others must have got through: a server that mostly fails is no reason to give an alert up.
        boolean poison = now.failures() >= FAILURES && successes - now.successesBefore() >= FAILURES;
        if (poison) {
            suspects.remove(id);
        }
        return poison;
    }

    private record Suspect(DesiredIncident desired, int failures, long successesBefore) {}
}
