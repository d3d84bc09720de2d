package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.DesiredIncident;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which alerts match their incidents according to earlier plans, so that an unchanged alert costs a
 * comparison of two references and no map lookup. It does not change a plan, only the time it takes. The alerts of a
 * snapshot usually have the same order, so the incident that followed last time is tried first.
 */
final class SettledAlerts {
    private static final int NONE = -1;

    private Object mirrorIdentity = new Object();
    private @Nullable DesiredIncident[] alerts = {};
    private int[] versions = {};

    /** The slot of the next alert in the last plan. */
    private int[] following = {};

    private int first = NONE;
    private int last = NONE;

    /** Starts a plan. */
    @SuppressWarnings("ReferenceEquality") // compares identities
    void begin(Mirror mirror) {
        if (mirrorIdentity != mirror.identity()) {
            mirrorIdentity = mirror.identity();
            alerts = new DesiredIncident[0];
            versions = new int[0];
            following = new int[0];
        }
        int slots = mirror.slots();
        if (alerts.length < slots) {
            int known = alerts.length;
            int room = Math.max(slots, known + known / 2);
            alerts = Arrays.copyOf(alerts, room);
            versions = Arrays.copyOf(versions, room);
            following = Arrays.copyOf(following, room);
            Arrays.fill(following, known, room, NONE);
        }
        rewind();
    }

    /** Goes back to the first alert of the snapshot. */
    void rewind() {
        last = NONE;
    }

    /** Returns the slot of the incident that an alert is known to match; negative if it has to be looked up. */
    int slotOf(DesiredIncident alert, Mirror mirror) {
        int next = last == NONE ? first : following[last];
        if (next == NONE || !isSettled(alert, next, mirror)) {
            return NONE;
        }
        last = next;
        return next;
    }

    /** Records the incident that was looked up for the next alert, so that the next plan tries it first. */
    void recordLookup(MirrorEntry found) {
        int slot = found.slot();
        if (last == NONE) {
            first = slot;
        } else {
            following[last] = slot;
        }
        last = slot;
    }

    /** Returns whether an alert is known to match an incident. */
    boolean isSettled(DesiredIncident alert, MirrorEntry entry, Mirror mirror) {
        return isSettled(alert, entry.slot(), mirror);
    }

    @SuppressWarnings("ReferenceEquality") // the fast path for unchanged alerts
    private boolean isSettled(DesiredIncident alert, int slot, Mirror mirror) {
        return alerts[slot] == alert && mirror.isUnchanged(slot, versions[slot]);
    }

    /** Records that an alert matches its incident. */
    void settle(DesiredIncident alert, MirrorEntry entry, Mirror mirror) {
        alerts[entry.slot()] = alert;
        versions[entry.slot()] = mirror.version(entry.slot());
    }
}
