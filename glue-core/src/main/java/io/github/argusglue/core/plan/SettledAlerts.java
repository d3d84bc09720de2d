package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.DesiredIncident;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A memo: which alerts earlier plans found to look like their incidents, so that an unchanged alert costs a comparison
 * of two references and no look-up. It changes no plan, only how long one takes. The alerts of a snapshot mostly come
 * in the same order, so the incident that followed last time is tried first.
 */
final class SettledAlerts {
    private static final int NONE = -1;

    private Object mirrorIdentity = new Object();
    private @Nullable DesiredIncident[] alerts = {};
    private int[] versions = {};

    /** The slot that the alert after this one's had in the last plan. */
    private int[] following = {};

    private int first = NONE;
    private int last = NONE;

    /** Begins a plan. */
    @SuppressWarnings("ReferenceEquality") // an identity is what it is for
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

    /** Returns the slot of the incident that an alert is known to look like; negative where a look-up has to tell. */
    int slotOf(DesiredIncident alert, Mirror mirror) {
        int next = last == NONE ? first : following[last];
        if (next == NONE || !isSettled(alert, next, mirror)) {
            return NONE;
        }
        last = next;
        return next;
    }

    /** Takes which incident a look-up has found for the alert that comes next; tells whether it looks like it. */
    boolean isSettled(DesiredIncident alert, MirrorEntry found, Mirror mirror) {
        int slot = found.slot();
        if (last == NONE) {
            first = slot;
        } else {
            following[last] = slot;
        }
        last = slot;
        return isSettled(alert, slot, mirror);
    }

    @SuppressWarnings("ReferenceEquality") // what makes an unchanged alert cost nothing
    private boolean isSettled(DesiredIncident alert, int slot, Mirror mirror) {
        return alerts[slot] == alert && mirror.isUnchanged(slot, versions[slot]);
    }

    /** Notes that an alert looks like its incident. */
    void settle(DesiredIncident alert, MirrorEntry entry, Mirror mirror) {
        alerts[entry.slot()] = alert;
        versions[entry.slot()] = mirror.version(entry.slot());
    }
}
