package io.github.argusglue.core.apply;

import io.github.argusglue.core.shape.DesiredIncident;
import java.util.HashMap;
import java.util.Map;

/**
 * Detects alerts that Argus can never accept. Argus answers some texts with an internal error (a NUL in a tag, an id of
 * more than about 2,690 bytes; 2.10.2). That looks like an unknown outcome and would be retried forever. An alert is
 * rejected if it fails several times while others succeed; otherwise the server is at fault.
 */
final class PoisonDetector {
    private static final int FAILURES = 5;
    private static final int MAX_SUSPECTS = 1_000;

    private final Map<String, Suspect> suspects = new HashMap<>();
    private long successes;

    /** Records a success. */
    void success() {
        successes++;
    }

    /** Records that the outcome for an alert is unknown; returns whether to stop trying. */
    boolean failed(DesiredIncident desired) {
        String id = desired.id().value();
        if (suspects.size() > MAX_SUSPECTS) {
            suspects.clear();
        }
        Suspect before = suspects.get(id);
        if (before == null || !before.desired().equals(desired)) {
            suspects.put(id, new Suspect(desired, 1, successes));
            return false;
        }
        Suspect now = new Suspect(desired, before.failures() + 1, before.successesBefore());
        suspects.put(id, now);
        // At least as many others must have succeeded: a server that fails most of the time is no reason to give up an
        // alert.
        boolean poison = now.failures() >= FAILURES && successes - now.successesBefore() >= FAILURES;
        if (poison) {
            suspects.remove(id);
        }
        return poison;
    }

    private record Suspect(DesiredIncident desired, int failures, long successesBefore) {}
}
