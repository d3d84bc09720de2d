package io.github.argusglue.core.apply;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.shape.DesiredIncident;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detects actions that Argus can never carry out. Argus answers some texts with an internal error (a NUL in a tag, an
 * id of more than about 2,690 bytes; 2.10.2). That looks like an unknown outcome and would be retried forever. An
 * action is rejected if it fails several times while others succeed; otherwise the server is at fault.
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

    /** Records that the outcome of an action is unknown; returns whether to stop trying. */
    boolean failed(Action action) {
        DesiredIncident desired = action.desired();
        String id = desired == null ? action.describe() : desired.id().value();
        if (suspects.size() > MAX_SUSPECTS) {
            suspects.clear();
        }
        Suspect before = suspects.get(id);
        if (before == null || !Objects.equals(before.desired(), desired)) {
            suspects.put(id, new Suspect(desired, 1, successes));
            return false;
        }
        Suspect now = new Suspect(desired, before.failures() + 1, before.successesBefore());
        suspects.put(id, now);
        // At least as many others must have succeeded: a server that fails most of the time is no reason to give up an
        // action.
        boolean poison = now.failures() >= FAILURES && successes - now.successesBefore() >= FAILURES;
        if (poison) {
            suspects.remove(id);
        }
        return poison;
    }

    private record Suspect(@Nullable DesiredIncident desired, int failures, long successesBefore) {}
}
