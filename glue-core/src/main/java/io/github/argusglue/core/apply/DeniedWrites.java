package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.plan.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps track of denied actions: answered with 403, or by something other than Argus. Argus 2.10.2 does not deny
 * writing to one incident and allow it for another. So a denial counts as a failure of the source, or of a proxy. Only
 * an action that is denied several times while others succeed is at fault itself. Owned by the thread of the source's
 * loop.
 */
public final class DeniedWrites {
    private static final int MIN_DENIALS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

    /** An action that is denied for this long while others succeed is at fault itself. */
    private static final Duration MIN_TIME = Duration.ofMinutes(1);

    private final Map<Object, DeniedAction> denied = new HashMap<>();
    private long successes;
    private boolean active;

    /** Returns whether a failure is caused by the sender, not by the content of the request. */
    public static boolean isDenial(ArgusException failure) {
        return failure.kind() == ArgusException.Kind.FORBIDDEN || failure.kind() == ArgusException.Kind.BAD_ANSWER;
    }

    /** Returns whether the last action was denied for a reason other than its content. */
    boolean isActive() {
        return active;
    }

    /** Records that an action succeeded, so that all others may be tried again. */
    void succeeded(Action action) {
        successes++;
        if (!denied.isEmpty()) {
            denied.remove(subject(action));
        }
        if (active) {
            active = false;
            denied.values().forEach(DeniedAction::retryNow);
        }
    }

    /** Records that an action was denied; returns whether the action itself is at fault. */
    boolean denied(Action action, Instant now) {
        DeniedAction before = denied.get(subject(action));
        if (before == null || !Objects.equals(before.desired, action.desired())) {
            before = new DeniedAction(action.desired(), now, successes);
            denied.put(subject(action), before);
        }
        before.deniedAgain(now);
        if (before.times >= MIN_DENIALS
                && successes - before.successesBefore >= MIN_DENIALS
                && !before.since.plus(MIN_TIME).isAfter(now)) {
            denied.remove(subject(action));
            return true;
        }
        active = true;
        return false;
    }

    /** Returns whether an action may be tried now: after each denial it has to wait longer. */
    boolean isDue(Action action, Instant now) {
        DeniedAction one = denied.isEmpty() ? null : denied.get(subject(action));
        return one == null || !one.retryAt.isAfter(now) || one.deniedAt.isAfter(now);
    }

    /** Forgets all denials, because an operator wants everything to be tried again. */
    void reset() {
        denied.clear();
        active = false;
    }

    /** Returns what an action changes: an incident, or the one that it would create. */
    static Object subject(Action action) {
        return action.pk() != 0 ? action.pk() : String.valueOf(action.id());
    }

    private static final class DeniedAction {
        private final @Nullable Object desired;
        private final Instant since;
        private final long successesBefore;
        private int times;
        private Instant deniedAt = Instant.MIN;
        private Instant retryAt = Instant.MIN;

        DeniedAction(@Nullable Object desired, Instant since, long successesBefore) {
            this.desired = desired;
            this.since = since;
            this.successesBefore = successesBefore;
        }

        void deniedAgain(Instant now) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(2 * times, 20));
            times++;
            deniedAt = now;
            retryAt = now.plus(pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause);
        }

        void retryNow() {
            retryAt = Instant.MIN;
        }
    }
}
