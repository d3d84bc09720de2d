package io.github.argusglue.core.shape;

import io.github.argusglue.core.rules.RuleResult;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
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
 * Makes of each alert what it is to look like in Argus, by the operator's rules. An alert that is the same as last time
 * is not worked on again, and one that is even the same object at the same place costs a comparison: a snapshot of
 * 100,000 with one change is cheap, whatever the rules. Owned by one thread.
 */
public final class AlertShaper {
    /** Says that an alert comes and goes. */
    static final Tag FLAPPING = new Tag("flapping", "true");

    private final ArgusLimits fitting;
    private final RuleSet rules;
    private final List<Tag> alwaysTags;
    private final FlapDetector flaps;
    private final AlertOrder order = new AlertOrder();
    private final Map<AlertKey, Shaped> bySlot = new HashMap<>();
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
    public AlertShaper(List<Tag> alwaysTags) {
        this(ShapingConfig.tagging(alwaysTags));
    }

    /** Makes a shaper. */
    public AlertShaper(ShapingConfig shaping) {
        this.rules = shaping.rules();
        this.alwaysTags = shaping.alwaysTags();
        this.flaps = new FlapDetector(shaping.flap());
        // Where there are rules, they have seen these tags and perhaps taken them away.
        this.fitting = new ArgusLimits(rules.isEmpty() ? alwaysTags : List.of(), fresh::add);
    }

    /**
     * Returns a snapshot made ready for Argus. A single bad alert is held with a warning, so that an incident it has is
     * not closed; the others are not harmed. Whether its starts are stable is not known here.
     *
     * @param takenAt when the snapshot was asked for; no start is later
     */
    public Desired shape(Snapshot snapshot, Instant takenAt) {
        number++;
        warnings.clear();
        remakeCalm(takenAt);
        List<Alert> alerts = snapshot.alerts();
        List<Shaped> shaped = new ArrayList<>(alerts.size());
        List<DesiredIncident> incidents = new ArrayList<>(alerts.size());
        List<Desired.Dropped> dropped = new ArrayList<>();
        boolean replaced = false;
        int expected = 0;
        for (Alert alert : alerts) {
            Shaped before = before(alert, expected);
            if (before != null) {
                if (before.number == number) {
                    replaced |= replaceTwin(alert, shaped, takenAt);
                    continue;
                }
                expected = before.position + 1;
                before.number = number;
            }
            Shaped now = before != null && isOf(before, alert) ? before : make(alert, takenAt, before == null);
            now.number = number;
            now.position = shaped.size();
            shaped.add(now);
            sortIn(now, incidents, dropped);
        }
        if (replaced) {
            incidents.clear();
            dropped.clear();
            shaped.forEach(one -> sortIn(one, incidents, dropped));
        }
        last = shaped;
        if (bySlot.size() != shaped.size()) {
            forgetAbsent(snapshot.partialReason().isEmpty(), takenAt);
        }
        noteGone(snapshot, takenAt);
        return new Desired(
                incidents,
                snapshot.endings(),
                snapshot.endings(),
                snapshot.partialReason().orElse(null),
                number,
                takenAt,
                takenAt,
                dropped,
                flaps.kept(),
                false);
    }

    private void sortIn(Shaped one, List<DesiredIncident> incidents, List<Desired.Dropped> dropped) {
        Extra extra = one.extra;
        if (extra == null) {
            incidents.add(one.incident);
        } else {
            extra.sortIn(one.incident, incidents, dropped, warnings);
        }
    }

    /**
     * Takes the second alert with an id instead of the first if it comes first in {@link AlertOrder}: by their order in
     * the snapshot, which may change, an incident would change to and fro. Tells whether it did.
     */
    private boolean replaceTwin(Alert alert, List<Shaped> shaped, Instant takenAt) {
        warnings.add("alert '" + alert.id().key() + "' occurs twice in one snapshot: one of them is left out");
        Shaped first = bySlot.get(AlertKey.of(alert.id()));
        if (first == null || order.compare(alert, first.alert) >= 0) {
            return false;
        }
        Shaped now = make(alert, takenAt, false);
        now.number = number;
        now.position = first.position;
        shaped.set(first.position, now);
        return true;
    }

    private void forgetAbsent(boolean complete, Instant takenAt) {
        bySlot.entrySet().removeIf(entry -> {
            boolean absent = entry.getValue().number != number;
            if (absent && complete && flaps.isOn() && !entry.getValue().isDropped()) {
                flaps.went(entry.getKey(), takenAt);
            }
            return absent;
        });
    }

    private void noteGone(Snapshot snapshot, Instant takenAt) {
        if (!flaps.isOn()) {
            return;
        }
        if (snapshot.partialReason().isEmpty()) {
            flaps.missing(bySlot::containsKey, takenAt);
        }
        for (Ending ending : snapshot.endings()) {
            AlertKey slot = AlertKey.of(ending.alertId());
            if (!bySlot.containsKey(slot)) {
                flaps.went(slot, takenAt);
            }
        }
    }

    /** An alert that no longer flaps looks different. */
    private void remakeCalm(Instant now) {
        for (AlertKey slot : flaps.calm(now)) {
            Shaped shaped = bySlot.get(slot);
            if (shaped != null) {
                shaped.extra = Extra.OUTDATED;
            }
        }
    }

    /** Returns what has begun or ended since it was asked last, one line each. */
    public List<String> takeNews() {
        return flaps.takeNews();
    }

    /** Tells whether the last snapshot named an alert that is to be shown, whatever its start. */
    public boolean names(AlertId id) {
        Shaped shaped = bySlot.get(AlertKey.of(id));
        return shaped != null && !shaped.isDropped();
    }

    /** Returns what the last snapshot says of an alert, whatever its start; null if it does not name it. */
    public @Nullable DesiredIncident named(AlertId id) {
        Shaped shaped = bySlot.get(AlertKey.of(id));
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
        return bySlot.get(AlertKey.of(alert.id()));
    }

    private Shaped make(Alert alert, Instant takenAt, boolean isNew) {
        AlertKey slot = AlertKey.of(alert.id());
        DesiredIncident incident;
        String droppedBy = null;
        fresh.clear();
        try {
            RuleResult look =
                    rules.isEmpty() || saysNothing(alert) ? RuleResult.of(alert) : rules.look(alert, alwaysTags);
            droppedBy = look.droppedBy();
            if (isNew && number > 1 && droppedBy == null) {
                flaps.came(slot, takenAt);
            }
            incident = fitting.fit(alert, flaps.isFlapping(slot) ? flapping(look) : look, takenAt);
        } catch (RuntimeException | StackOverflowError e) {
            fresh.add("alert '" + TextLimits.start(alert.id().key()) + "' is held: " + e);
            incident = held(alert, takenAt);
        }
        acknowledges |= incident.acknowledgement() != null;
        Shaped made = new Shaped(alert, incident, extra(alert, droppedBy));
        bySlot.put(slot, made);
        return made;
    }

    /** No rule can judge an alert of which the adapter knows no more than that it is held. */
    private static boolean saysNothing(Alert alert) {
        return alert.heldReason().isPresent() && alert.tags().isEmpty();
    }

    private @Nullable Extra extra(Alert alert, @Nullable String droppedBy) {
        if (droppedBy != null) {
            return new Extra(new Desired.Dropped(alert.id(), droppedBy), List.of());
        }
        return fresh.isEmpty() ? null : new Extra(null, List.copyOf(fresh));
    }

    private static RuleResult flapping(RuleResult look) {
        List<Tag> tags = new ArrayList<>(look.tags());
        if (!tags.contains(FLAPPING)) {
            tags.add(FLAPPING);
        }
        return new RuleResult(look.level(), look.description(), tags, look.detailsUrl(), null);
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
    @SuppressWarnings("ReferenceEquality") // a mark, not a value
    private static boolean isOf(Shaped before, Alert alert) {
        try {
            return before.extra != Extra.OUTDATED && before.alert.equals(alert);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    /**
     * What few alerts have.
     *
     * @param dropped that a rule drops it; null if none does
     * @param warnings what had to be made fit
     */
    private record Extra(Desired.@Nullable Dropped dropped, List<String> warnings) {
        /** What it looks like has to be made out anew. */
        static final Extra OUTDATED = new Extra(null, List.of());

        void sortIn(
                DesiredIncident incident,
                List<DesiredIncident> incidents,
                List<Desired.Dropped> allDropped,
                Set<String> allWarnings) {
            if (dropped == null) {
                incidents.add(incident);
            } else {
                allDropped.add(dropped);
            }
            allWarnings.addAll(warnings);
        }
    }

    /** Kept small: a look at all of them has to be cheap. */
    private static final class Shaped {
        private final Alert alert;
        private final DesiredIncident incident;
        private @Nullable Extra extra;
        private long number;
        private int position;

        Shaped(Alert alert, DesiredIncident incident, @Nullable Extra extra) {
            this.alert = alert;
            this.incident = incident;
            this.extra = extra;
        }

        boolean isDropped() {
            Extra more = extra;
            return more != null && more.dropped() != null;
        }

        @SuppressWarnings("ReferenceEquality") // the cheap way first
        boolean isSame(Alert other) {
            return alert == other;
        }
    }

    /** Returns the id under which the source reports an alert by now: its start may have moved. */
    public AlertId reportedId(AlertId id) {
        DesiredIncident named = named(id);
        return named == null ? id : named.id();
    }
}
