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
    private final List<String> fresh = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<Shaped> last = List.of();
    private boolean acknowledges;
    private long number;

    /**
     * Makes a shaper.
     *
     * @param alwaysTags added to each alert that does not have the same tag
     */
    public Shaper(List<Tag> alwaysTags) {
        this.fitting = new Fitting(alwaysTags, fresh::add);
    }

    /**
     * Returns a snapshot made ready for Argus. A single bad alert is held with a warning, so that an incident it has is
     * not closed; the others are not harmed.
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
            Shaped now = before != null && isOf(before, alert) ? before : make(alert, takenAt);
            now.number = number;
            now.position = shaped.size();
            shaped.add(now);
            incidents.add(now.incident);
            warnings.addAll(now.warnings);
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

    /** Returns what the last snapshot says of an alert, whatever its start; null if it does not name it. */
    public @Nullable DesiredIncident named(AlertId id) {
        Shaped shaped = bySlot.get(Slot.of(id));
        return shaped == null ? null : shaped.incident;
    }

    /** Tells whether any alert so far was acknowledged in the source. */
    public boolean acknowledges() {
        return acknowledges;
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

    private Shaped make(Alert alert, Instant takenAt) {
        DesiredIncident incident;
        fresh.clear();
        try {
            incident = fitting.fit(alert, takenAt);
        } catch (RuntimeException | StackOverflowError e) {
            fresh.add("alert '" + Text.start(alert.id().key()) + "' is held: " + e);
            incident = held(alert, takenAt);
        }
        acknowledges |= incident.acknowledgement() != null;
        Shaped made = new Shaped(alert, incident, List.copyOf(fresh));
        bySlot.put(Slot.of(alert.id()), made);
        return made;
    }

    private static DesiredIncident held(Alert alert, Instant takenAt) {
        return new DesiredIncident(
                alert.id(),
                takenAt,
                alert.severity().level(),
                "",
                List.of(),
                "",
                "",
                Map.of(),
                "it cannot be made fit for Argus");
    }

    /** What an alert holds is the plugin's: even to compare it may fail. */
    private static boolean isOf(Shaped before, Alert alert) {
        try {
            return before.alert.equals(alert);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    private static final class Shaped {
        private final Alert alert;
        private final DesiredIncident incident;
        private final List<String> warnings;
        private long number;
        private int position;

        Shaped(Alert alert, DesiredIncident incident, List<String> warnings) {
            this.alert = alert;
            this.incident = incident;
            this.warnings = warnings;
        }

        @SuppressWarnings("ReferenceEquality") // the cheap way first
        boolean isSame(Alert other) {
            return alert == other;
        }
    }
}
