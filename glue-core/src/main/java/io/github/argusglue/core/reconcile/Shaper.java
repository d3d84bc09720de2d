package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of each alert what it is to look like in Argus. An alert that is the same as last time is not worked on again,
 * and one that is even the same object at the same place costs a comparison: a snapshot of 100,000 with one change is
 * cheap. Owned by one thread.
 */
public final class Shaper {
    private final Fitting fitting;
    private final Map<Slot, Shaped> bySlot = new HashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<Shaped> last = List.of();
    private long number;

    /**
     * Makes a shaper.
     *
     * @param alwaysTags added to each alert that does not have the same tag
     */
    public Shaper(List<Tag> alwaysTags) {
        this.fitting = new Fitting(alwaysTags, warnings::add);
    }

    /**
     * Returns a snapshot made ready for Argus. A single bad alert is left out with a warning, the others are not
     * harmed.
     *
     * @param takenAt when the snapshot was asked for; no start is later
     */
    public Desired shape(Snapshot snapshot, Instant takenAt) {
        number++;
        warnings.clear();
        List<Alert> alerts = snapshot.alerts();
        List<Shaped> shaped = new ArrayList<>(alerts.size());
        List<DesiredIncident> incidents = new ArrayList<>(alerts.size());
        int expected = 0;
        for (Alert alert : alerts) {
            Shaped before = before(alert, expected);
            if (before != null) {
                if (before.number == number) {
                    warnings.add(
                            "alert '" + alert.id().key() + "' occurs twice in one snapshot: the second is left out");
                    continue;
                }
                expected = before.position + 1;
                before.number = number;
            }
            Shaped now = before != null && before.isOf(alert) ? before : make(alert, takenAt);
            if (now != null) {
                now.number = number;
                now.position = shaped.size();
                shaped.add(now);
                incidents.add(now.incident);
            }
        }
        last = shaped;
        if (bySlot.size() != shaped.size()) {
            bySlot.values().removeIf(old -> old.number != number);
        }
        return new Desired(
                incidents, snapshot.endings(), snapshot.partialReason().orElse(null), number, takenAt);
    }

    /** Tells whether the last snapshot named an alert, whatever its start. */
    public boolean names(AlertId id) {
        return bySlot.containsKey(Slot.of(id));
    }

    /** Returns what of the last snapshot had to be made fit or left out, one line each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private @Nullable Shaped before(Alert alert, int expected) {
        if (expected < last.size()) {
            Shaped there = last.get(expected);
            if (there.isSame(alert)) {
                return there;
            }
        }
        return bySlot.get(Slot.of(alert.id()));
    }

    private @Nullable Shaped make(Alert alert, Instant takenAt) {
        try {
            Shaped made = new Shaped(alert, fitting.fit(alert, takenAt));
            bySlot.put(Slot.of(alert.id()), made);
            return made;
        } catch (RuntimeException e) {
            warnings.add("alert '" + alert.id().key() + "' is left out: " + e);
            return null;
        }
    }

    private static final class Shaped {
        private final Alert alert;
        private final DesiredIncident incident;
        private long number;
        private int position;

        Shaped(Alert alert, DesiredIncident incident) {
            this.alert = alert;
            this.incident = incident;
        }

        @SuppressWarnings("ReferenceEquality") // the cheap way first
        boolean isSame(Alert other) {
            return alert == other;
        }

        boolean isOf(Alert other) {
            return alert.equals(other);
        }
    }
}
