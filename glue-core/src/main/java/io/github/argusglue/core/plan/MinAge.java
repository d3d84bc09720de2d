package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.DesiredIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves alone what is younger than an age: for a synchronisation now and then beside something faster that is still
 * about to open or close it.
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

    /** Returns a plan without the actions on alerts and incidents that are too young. */
    Plan without(Plan plan) {
        if (minAge.isZero()) {
            return plan;
        }
        List<Action> left = plan.actions().stream().filter(this::isOld).toList();
        int young = plan.actions().size() - left.size();
        if (young == 0) {
            return plan;
        }
        return plan.with(
                left,
                new Hold(Hold.Guard.MIN_AGE, "left alone: younger than " + minAge.toSeconds() + " s", young, null));
    }

    private boolean isOld(Action action) {
        Instant start = start(action);
        return start == null || !start.plus(minAge).isAfter(now);
    }

    /** When what it is about began: in Argus if it is there, else in the source. */
    private @Nullable Instant start(Action action) {
        MirrorEntry entry = mirror.get(action.pk());
        if (entry != null) {
            return entry.incident().startTime();
        }
        DesiredIncident desired = action.desired();
        return desired == null ? null : desired.startTime();
    }
}
