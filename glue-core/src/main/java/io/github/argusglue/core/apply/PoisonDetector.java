package io.github.argusglue.core.apply;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.shape.DesiredIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detects actions that Argus can never carry out. Argus answers some texts with an internal error (a NUL in a tag, an
 * id of more than about 2,690 bytes; 2.10.2). That looks like an unknown outcome and would be retried forever. An
 * action is rejected if it fails several times in a row while others succeed; otherwise the server is at fault.
 */
final class PoisonDetector {
    private static final int FAILURES = 5;
    private static final int MAX_SUSPECTS = 1_000;

    /** An action that is retried fails again sooner. Later, it is a new attempt to do the same. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Map<Object, Suspect> suspects = new HashMap<>();
    private long successes;

    /** Records that an action succeeded. */
    void succeeded(Action action) {
        successes++;
        // A request that only reads says nothing about the write.
        if (action.isWrite() && !suspects.isEmpty()) {
            suspects.remove(DeniedWrites.subject(action));
        }
    }

    /** Records that the outcome of an action is unknown; returns whether to stop trying. */
    boolean failed(Action action, Instant now) {
        DesiredIncident desired = action.desired();
        Object id = DeniedWrites.subject(action);
        if (suspects.size() > MAX_SUSPECTS) {
            suspects.clear();
        }
        Suspect before = suspects.get(id);
        if (before == null
                || !Objects.equals(before.desired(), desired)
                || before.last().plus(MEMORY).isBefore(now)) {
            suspects.put(id, new Suspect(desired, 1, successes, now));
            return false;
        }
        Suspect again = new Suspect(desired, before.failures() + 1, before.successesBefore(), now);
        suspects.put(id, again);
        // At least as many others must have succeeded: a server that fails most of the time is no reason to give up an
        // action.
        boolean poison = again.failures() >= FAILURES && successes - again.successesBefore() >= FAILURES;
        if (poison) {
            suspects.remove(id);
        }
        return poison;
    }

    private record Suspect(@Nullable DesiredIncident desired, int failures, long successesBefore, Instant last) {}
}
