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
 * Actions that were denied without a word about what they hold: a 403, or an answer of something else than Argus. Argus
 * 2.10.2 gives none for one incident and not for another, so it is a fault of the source, or of a proxy, until others
 * have got through time after time while the same one was denied. Owned by the thread of the source's loop.
 */
public final class DeniedWrites {
    private static final int DENIALS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** What is denied for so long while others get through is denied for what it is. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Map<Object, Denied> denied = new HashMap<>();
    private long successes;
    private boolean current;

    /** Tells whether a failure is about who asks, and not about what is asked for. */
    public static boolean isDenial(ArgusException failure) {
        return failure.kind() == ArgusException.Kind.FORBIDDEN || failure.kind() == ArgusException.Kind.BAD_ANSWER;
    }

    /** Tells whether the last action was denied, as far as it is about who asks. */
    boolean isCurrent() {
        return current;
    }

    /** Takes that an action got through; then all others may, too. */
    void gotThrough(Action action) {
        successes++;
        if (!denied.isEmpty()) {
            denied.remove(subject(action));
        }
        if (current) {
            current = false;
            denied.values().forEach(Denied::tryNow);
        }
    }

    /** Takes that an action was denied; tells whether that is about this very action. */
    boolean denied(Action action, Instant now) {
        Denied before = denied.get(subject(action));
        if (before == null || !Objects.equals(before.desired, action.desired())) {
            before = new Denied(action.desired(), now, successes);
            denied.put(subject(action), before);
        }
        before.again(now);
        if (before.times >= DENIALS
                && successes - before.successesBefore >= DENIALS
                && !before.since.plus(LONG).isAfter(now)) {
            denied.remove(subject(action));
            return true;
        }
        current = true;
        return false;
    }

    /** Tells whether an action may be tried now: one that was denied has to wait, longer each time. */
    boolean isDue(Action action, Instant now) {
        Denied one = denied.isEmpty() ? null : denied.get(subject(action));
        return one == null || !one.tryAt.isAfter(now) || one.deniedAt.isAfter(now);
    }

    /** An operator has all be tried anew. */
    void forget() {
        denied.clear();
        current = false;
    }

    private static Object subject(Action action) {
        return action.pk() != 0 ? action.pk() : String.valueOf(action.id());
    }

    private static final class Denied {
        private final @Nullable Object desired;
        private final Instant since;
        private final long successesBefore;
        private int times;
        private Instant deniedAt = Instant.MIN;
        private Instant tryAt = Instant.MIN;

        Denied(@Nullable Object desired, Instant since, long successesBefore) {
            this.desired = desired;
            this.since = since;
            this.successesBefore = successesBefore;
        }

        void again(Instant now) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(2 * times, 20));
            times++;
            deniedAt = now;
            tryAt = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }

        void tryNow() {
            tryAt = Instant.MIN;
        }
    }
}
