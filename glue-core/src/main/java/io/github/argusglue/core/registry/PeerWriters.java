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
 * What is known about other processes that write with the same token, such as a primary that is still running after its
 * standby has taken over. This can last long, so neither process must undo what the other does. Owned by one thread.
 */
public final class PeerWriters {
    /** If nothing was seen of another process for this long, it counts as ended. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);

    /** An incident about which two processes disagree is not changed for this long. */
    private static final Duration CONTEST_TIME = Duration.ofHours(1);

    private @Nullable Instant seenAt;
    private boolean expected;
    private final Set<Long> unexplained = new HashSet<>();
    private final Set<Long> openedByOthers = new HashSet<>();
    private final Map<Long, Instant> restarted = new HashMap<>();
    private final Map<Long, Instant> contested = new HashMap<>();

    /** Records that another process may write with this token at any time: a primary. */
    public void expectPeer() {
        expected = true;
    }

    /** Returns whether incidents may have the metadata of another process, which is equivalent to ours. */
    public boolean mayShareIncidents(Instant now) {
        return expected || isActive(now);
    }

    /** Records that another process has opened or ended an incident. */
    public void recordSeen(Instant now) {
        seenAt = now;
    }

    /** Returns whether another process writes with this token, as far as known. */
    public boolean isActive(Instant now) {
        return seenAt != null && seenAt.plus(GONE_AFTER).isAfter(now);
    }

    /** Records that another process has opened an incident while this one is running. */
    public void recordOpenedByOther(long pk, Instant now) {
        recordSeen(now);
        openedByOthers.add(pk);
    }

    /** Forgets incidents of others that are explained by our source now or closed. */
    public void forgetOthers(Predicate<Long> explained) {
        openedByOthers.removeIf(explained);
    }

    /** Returns whether an incident is left to another process to end, because our source has never had its alert. */
    public boolean isLeftToOther(long pk, Instant now) {
        return !openedByOthers.isEmpty() && openedByOthers.contains(pk) && isActive(now);
    }

    /** Records the open incidents created by argus-glue that no alert of the last snapshot explains. */
    public void recordUnexplained(Collection<Long> pks) {
        unexplained.clear();
        unexplained.addAll(pks);
    }

    /** Returns the open incidents that no alert explains. */
    public Set<Long> unexplained() {
        return unexplained.isEmpty() ? Set.of() : Set.copyOf(unexplained);
    }

    /** Returns whether no alert explains an open incident. */
    public boolean isUnexplained(long pk) {
        return !unexplained.isEmpty() && unexplained.contains(pk);
    }

    /** Records that we have restarted an incident. */
    public void recordRestarted(long pk, Instant now) {
        restarted.values().removeIf(at -> at.plus(CONTEST_TIME).isBefore(now));
        contested.values().removeIf(until -> until.isBefore(now));
        restarted.put(pk, now);
    }

    /**
     * Records that another process has ended an incident; if we had restarted it before, it is left to the other
     * process.
     */
    public void recordEndedByOther(long pk, Instant now) {
        recordSeen(now);
        Instant ours = restarted.get(pk);
        if (ours != null && ours.plus(CONTEST_TIME).isAfter(now)) {
            contested.put(pk, now.plus(CONTEST_TIME));
        }
    }

    public boolean isContested(long pk, Instant now) {
        Instant until = contested.isEmpty() ? null : contested.get(pk);
        return until != null && until.isAfter(now);
    }
}
