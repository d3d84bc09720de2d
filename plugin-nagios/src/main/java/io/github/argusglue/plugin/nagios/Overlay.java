package io.github.argusglue.plugin.nagios;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of state that the daemon has reported since it last wrote status.dat. Each is dropped when a status.dat
 * includes it. Safe for use by several threads.
 */
final class Overlay {
    private final Map<ObjectKey, Entry> changes = new HashMap<>();
    private final Set<String> touchedHosts = new HashSet<>();
    private Instant created = Instant.MIN;
    private int saves;

    /**
     * A change and what came before it.
     *
     * @param change the last change of the object
     * @param overAt when an earlier change, or this one, ended a problem; null if none did
     * @param saves how many status files had been read when it was reported
     */
    private record Entry(Change change, @Nullable Instant overAt, int saves) {}

    synchronized void add(Change change) {
        Entry before = changes.get(change.key());
        boolean isKnown = before != null && before.change.state() == change.state() && change.lastOk() == null;
        if (!isKnown && !change.at().isBefore(created)) {
            Instant overBefore = before == null ? null : before.overAt;
            changes.put(change.key(), new Entry(change, change.state().isProblem() ? overBefore : change.at(), saves));
            touchedHosts.add(change.key().host());
        }
    }

    /** Drops what a newly read status.dat includes. */
    synchronized void statusRead(Instant written) {
        created = written;
        saves++;
        // The second file after a change was written after it, whatever the clock says.
        changes.values().removeIf(entry -> written.isAfter(entry.change.at()) || saves - entry.saves >= 2);
    }

    /** Returns the hosts for which changes were added since the last call. */
    synchronized Set<String> takeTouchedHosts() {
        Set<String> taken = Set.copyOf(touchedHosts);
        touchedHosts.clear();
        return taken;
    }

    synchronized Set<ObjectKey> keys() {
        return Set.copyOf(changes.keySet());
    }

    synchronized @Nullable Change find(ObjectKey key) {
        Entry entry = changes.get(key);
        return entry == null ? null : entry.change;
    }

    /** Returns the status after the change, if there is one that status.dat does not include. */
    synchronized ObjectStatus apply(ObjectStatus before) {
        Entry entry = changes.get(before.key());
        if (entry == null) {
            return before;
        }
        Change change = entry.change;
        boolean isAnother =
                entry.overAt != null && before.lastOk().orElse(Instant.EPOCH).isBefore(entry.overAt);
        boolean isKnown = before.state().isProblem() && !isAnother;
        if (before.isHard()
                && before.state() == change.state()
                && isKnown == change.state().isProblem()) {
            return before;
        }
        // Without a time, the check is later than the one in status.dat: the daemon is rolled back if it says that
        // again.
        Instant last = before.lastCheck();
        Instant checked = change.lastCheck() == null ? last.plusMillis(1) : change.lastCheck();
        return new ObjectStatus(
                before.key(),
                true,
                change.state(),
                true,
                checked.isAfter(last) ? checked : last,
                isKnown || !change.state().isProblem() ? before.lastOk() : Optional.ofNullable(change.lastOk()),
                Optional.of(change.at()),
                change.output(),
                isKnown && before.isAcknowledged(),
                before.acknowledgedUntil(),
                before.isInDowntime(),
                before.downtime(),
                before.isFlapping(),
                before.isNotifying(),
                change.state() != State.UNREACHABLE
                        && before.host().map(ObjectStatus::isReachable).orElse(true),
                before.comments(),
                before.definition(),
                before.host());
    }
}
