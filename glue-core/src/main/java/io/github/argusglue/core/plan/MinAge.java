package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.DesiredIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Skips alerts and incidents that are younger than an age: for a synchronization that runs now and then beside a faster
 * one, which may still open or close them.
 */
final class MinAge {
    private final Mirror mirror;
    private final Duration minAge;
    private final Instant now;

    MinAge(Mirror mirror, Duration minAge, Instant now) {
        this.mirror = mirror;
        this.minAge = minAge;
        this.now = now;
    }

    /** Returns the plan without the actions on alerts and incidents that are too young. */
    Plan filter(Plan plan) {
        if (minAge.isZero()) {
            return plan;
        }
        List<Action> left = plan.actions().stream().filter(this::isOld).toList();
        int young = plan.actions().size() - left.size();
        if (young == 0) {
            return plan;
        }
        return plan.with(
                left, new Hold(Hold.Guard.MIN_AGE, "skipped: younger than " + minAge.toSeconds() + " s", young, null));
    }

    private boolean isOld(Action action) {
        Instant start = start(action);
        return start == null || !start.plus(minAge).isAfter(now);
    }

    /** Returns the start of the incident in Argus if it exists, otherwise that of the alert. */
    private @Nullable Instant start(Action action) {
        MirrorEntry entry = mirror.get(action.pk());
        if (entry != null) {
            return entry.incident().startTime();
        }
        DesiredIncident desired = action.desired();
        return desired == null ? null : desired.startTime();
    }
}
