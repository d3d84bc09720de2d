package io.github.argusglue.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of other processes that write with the same token: a standby that took over from a primary which is not
 * down, say. They may go on like that for long, so neither must undo what the other does. Owned by one thread.
 */
public final class PeerWriters {
    /** Nothing was seen of another one for so long: it is gone. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);

    /** What two cannot agree about is left as it is for so long. */
    private static final Duration TRUCE = Duration.ofHours(1);

    private @Nullable Instant seenAt;
    private boolean expected;
    private final Set<Long> strangers = new HashSet<>();
    private final Set<Long> others = new HashSet<>();
    private final Map<Long, Instant> restarted = new HashMap<>();
    private final Map<Long, Instant> contested = new HashMap<>();

    /** Notes that another process may write with this token at any time: a primary. */
    public void expect() {
        expected = true;
    }

    /** Tells whether incidents may carry another process's metadata, which is as good as ours. */
    public boolean shares(Instant now) {
        return expected || isThere(now);
    }

    /** Notes that another process has opened or ended an incident. */
    public void noteSeen(Instant now) {
        seenAt = now;
    }

    /** Tells whether another process writes with this token, as far as we know. */
    public boolean isThere(Instant now) {
        return seenAt != null && seenAt.plus(GONE_AFTER).isAfter(now);
    }

    /** Notes that another process has opened an incident while we are at work. */
    public void noteOpenedByOther(long pk, Instant now) {
        noteSeen(now);
        others.add(pk);
    }

    /** Forgets which incidents others have opened, as far as our source shows them by now, or they are closed. */
    public void forgetOthers(Predicate<Long> explained) {
        others.removeIf(explained);
    }

    /** Tells whether an incident is another process's to end, since ours has never seen what it is about. */
    public boolean isLeftToOther(long pk, Instant now) {
        return !others.isEmpty() && others.contains(pk) && isThere(now);
    }

    /** Notes which open incidents of our kind no alert of the last snapshot explains. */
    public void noteStrangers(Collection<Long> pks) {
        strangers.clear();
        strangers.addAll(pks);
    }

    /** Returns them. */
    public Set<Long> strangers() {
        return strangers.isEmpty() ? Set.of() : Set.copyOf(strangers);
    }

    /** Tells whether an open incident of our kind is one that no alert explains. */
    public boolean isStranger(long pk) {
        return !strangers.isEmpty() && strangers.contains(pk);
    }

    /** Notes that we opened an incident again. */
    public void noteRestarted(long pk, Instant now) {
        restarted.values().removeIf(at -> at.plus(TRUCE).isBefore(now));
        contested.values().removeIf(until -> until.isBefore(now));
        restarted.put(pk, now);
    }

    /** Notes that another process ended an incident; once we have opened it again after that, it is left to it. */
    public void noteEndedByOther(long pk, Instant now) {
        noteSeen(now);
        Instant ours = restarted.get(pk);
        if (ours != null && ours.plus(TRUCE).isAfter(now)) {
            contested.put(pk, now.plus(TRUCE));
        }
    }

    public boolean isContested(long pk, Instant now) {
        Instant until = contested.isEmpty() ? null : contested.get(pk);
        return until != null && until.isAfter(now);
    }
}
