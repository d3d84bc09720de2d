package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
     * A change of state: a HARD problem, or the end of a problem.
     *
     * @param key the object
     * @param state the new state
     * @param output the first line of the output
     * @param at when it was reported
     * @param lastOk when the object was last OK; null if the report does not say it
     * @param lastCheck when it was checked; null if the report does not say it
     */
    record Change(
            ObjectKey key,
            State state,
            String output,
            Instant at,
            @Nullable Instant lastOk,
            @Nullable Instant lastCheck) {}

    /**
     * A change and what came before it.
     *
     * @param change the last change of the object
     * @param overAt when an earlier change, or this one, ended a problem; null if none did
     * @param saves how many status files had been read when it was reported
     */
    private record Entry(Change change, @Nullable Instant overAt, int saves) {}

    synchronized void add(Change change) {
        if (change.at().isBefore(created)) {
            return;
        }
        Entry before = changes.get(change.key());
        if (before != null && before.change.state() == change.state() && change.lastOk() == null) {
            return;
        }
        Instant overBefore = before == null ? null : before.overAt;
        changes.put(change.key(), new Entry(change, change.state().isProblem() ? overBefore : change.at(), saves));
        touchedHosts.add(change.key().host());
    }

    /** Drops what a newly read status.dat includes. */
    synchronized void statusRead(Instant written) {
        created = written;
        saves++;
        changes.values().removeIf(entry -> {
            // The second file after a change was written after it, whatever the clock says.
            boolean isIncluded = written.isAfter(entry.change.at()) || saves - entry.saves >= 2;
            if (isIncluded) {
                touchedHosts.add(entry.change.key().host());
            }
            return isIncluded;
        });
    }

    /** Returns the hosts of which something changed since the last call. */
    synchronized Set<String> takeTouchedHosts() {
        Set<String> taken = new HashSet<>(touchedHosts);
        touchedHosts.clear();
        return taken;
    }

    synchronized Set<ObjectKey> keys() {
        return new HashSet<>(changes.keySet());
    }

    synchronized @Nullable Change find(ObjectKey key) {
        Entry entry = changes.get(key);
        return entry == null ? null : entry.change;
    }

    /**
     * What status.dat says.
     *
     * @param key the object
     * @param state its state
     * @param isHard whether that is HARD
     * @param lastCheck when it was checked
     * @param lastOk when it was last OK
     */
    record Before(ObjectKey key, State state, boolean isHard, Instant lastCheck, Instant lastOk) {}

    /** Applies the change of an object, if there is one that status.dat does not include. */
    synchronized void apply(Before before, ObjectStatus.Builder status) {
        Entry entry = changes.get(before.key());
        if (entry == null) {
            return;
        }
        Change change = entry.change;
        boolean isAnother = entry.overAt != null && before.lastOk().isBefore(entry.overAt);
        boolean isKnown = before.state().isProblem() && !isAnother;
        if (before.isHard()
                && before.state() == change.state()
                && isKnown == change.state().isProblem()) {
            return;
        }
        status.checked(true)
                .state(change.state())
                .hard(true)
                .output(change.output())
                .since(change.at());
        if (!isKnown) {
            status.acknowledged(false, null);
        }
        if (!isKnown && change.state().isProblem()) {
            status.lastOk(change.lastOk());
        }
        // Without a time, the check is later than the one in status.dat: the daemon is rolled back if it says that
        // again.
        Instant last = before.lastCheck();
        Instant checked = change.lastCheck() == null ? last.plusMillis(1) : change.lastCheck();
        status.lastCheck(checked.isAfter(last) ? checked : last);
    }
}
