package io.github.argusglue.core.shape;

import io.github.argusglue.core.rules.RuleResult;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
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
 * Turns each alert into the incident that it should be, according to the operator's rules. An alert that equals the one
 * of the last snapshot is not processed again. If it is the same object at the same position, one comparison is enough,
 * so that a snapshot of 100,000 alerts with one change is cheap whatever the rules. Owned by one thread.
 */
public final class AlertShaper {
    /** Marks an alert that starts and ends repeatedly. */
    static final Tag FLAPPING = new Tag("flapping", "true");

    /** The reason in {@link LeftOut} of alerts that are not shown because they are suppressed in the source. */
    public static final String SUPPRESSED = "suppressed";

    private final ArgusLimits limits;
    private final RuleSet rules;
    private final List<Tag> alwaysTags;
    private final FlapDetector flaps;
    private final SuppressionPolicy suppression;
    private final AlertOrder order = new AlertOrder();
    private final ChangingIds changingIds = new ChangingIds();
    private final Map<AlertKey, ShapedAlert> byKey = new HashMap<>();
    private final List<String> newWarnings = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<ShapedAlert> last = List.of();
    private boolean hasAcknowledgements;
    private long snapshotNumber;

    /**
     * Creates a shaper.
     *
     * @param alwaysTags are added to each alert that does not have the same tag
     */
    public AlertShaper(List<Tag> alwaysTags) {
        this(ShapingConfig.tagsOnly(alwaysTags));
    }

    /** Creates a shaper. */
    public AlertShaper(ShapingConfig shaping) {
        this.rules = shaping.rules();
        this.alwaysTags = shaping.alwaysTags();
        this.flaps = new FlapDetector(shaping.flap());
        this.suppression = new SuppressionPolicy(shaping.suppressed());
        // If there are rules, these tags were given to them, and the rules may have removed them.
        this.limits = new ArgusLimits(rules.isEmpty() ? alwaysTags : List.of(), newWarnings::add);
    }

    /**
     * Returns the snapshot with incidents as they should be in Argus. A single invalid alert is held with a warning, so
     * that its incident is not closed; the others are not affected. Whether starts are stable is not known here.
     *
     * @param takenAt when the snapshot was requested; no start is later
     */
    public Desired shape(Snapshot snapshot, Instant takenAt) {
        snapshotNumber++;
        warnings.clear();
        reshapeCalm(takenAt);
        List<Alert> alerts = snapshot.alerts();
        List<ShapedAlert> shaped = new ArrayList<>(alerts.size());
        List<DesiredIncident> incidents = new ArrayList<>(alerts.size());
        List<Desired.Dropped> dropped = new ArrayList<>();
        boolean replaced = false;
        int expected = 0;
        for (Alert alert : alerts) {
            ShapedAlert before = previous(alert, expected);
            if (before != null) {
                if (before.number == snapshotNumber) {
                    replaced |= replaceDuplicate(alert, shaped, takenAt);
                    continue;
                }
                expected = before.position + 1;
                before.number = snapshotNumber;
            }
            ShapedAlert now =
                    before != null && isUnchanged(before, alert) ? before : shapeAlert(alert, takenAt, before == null);
            now.number = snapshotNumber;
            now.position = shaped.size();
            shaped.add(now);
            addTo(now, incidents, dropped);
        }
        if (replaced) {
            incidents.clear();
            dropped.clear();
            shaped.forEach(one -> addTo(one, incidents, dropped));
        }
        noteIds(snapshot, shaped, expected > 0);
        last = shaped;
        Completeness completeness = Completeness.of(snapshot);
        if (byKey.size() != shaped.size()) {
            forgetAbsent(completeness, takenAt);
        }
        recordAbsent(snapshot, completeness, takenAt);
        return new Desired(
                incidents,
                snapshot.endings(),
                snapshot.endings(),
                completeness,
                snapshotNumber,
                takenAt,
                takenAt,
                dropped,
                flaps.kept(),
                leftOut(snapshot, dropped),
                false);
    }

    private static LeftOut leftOut(Snapshot snapshot, List<Desired.Dropped> dropped) {
        if (dropped.isEmpty()) {
            return snapshot.leftOut();
        }
        LeftOut.Builder leftOut = LeftOut.builder().addAll(snapshot.leftOut());
        dropped.forEach(one -> leftOut.add(one.word(), one.id().key(), one::explanation));
        return leftOut.build();
    }

    private void addTo(ShapedAlert one, List<DesiredIncident> incidents, List<Desired.Dropped> dropped) {
        RareProperties extra = one.extra;
        if (extra == null) {
            incidents.add(one.incident);
        } else {
            extra.addTo(one.incident, incidents, dropped, warnings);
        }
    }

    /**
     * Replaces the first alert with an id by the second one if that comes first in {@link AlertOrder}. Otherwise the
     * incident would change back and forth with the order of the alerts in the snapshot. Returns whether it was
     * replaced.
     */
    private boolean replaceDuplicate(Alert alert, List<ShapedAlert> shaped, Instant takenAt) {
        warnings.add("alert '" + alert.id().key() + "' occurs twice in one snapshot: one of them is ignored");
        ShapedAlert first = byKey.get(AlertKey.of(alert.id()));
        if (first == null || order.compare(alert, first.alert) >= 0) {
            return false;
        }
        ShapedAlert now = shapeAlert(alert, takenAt, false);
        now.number = snapshotNumber;
        now.position = first.position;
        shaped.set(first.position, now);
        return true;
    }

    private void forgetAbsent(Completeness completeness, Instant takenAt) {
        byKey.entrySet().removeIf(entry -> {
            ShapedAlert shaped = entry.getValue();
            boolean absent = shaped.number != snapshotNumber;
            if (absent && flaps.isOn() && !shaped.isDropped() && completeness.covers(shaped.alert)) {
                flaps.disappeared(entry.getKey(), takenAt);
            }
            return absent;
        });
    }

    private void recordAbsent(Snapshot snapshot, Completeness completeness, Instant takenAt) {
        if (!flaps.isOn()) {
            return;
        }
        flaps.recordMissing(byKey::containsKey, completeness, takenAt);
        for (Ending ending : snapshot.endings()) {
            AlertKey key = AlertKey.of(ending.alertId());
            if (!byKey.containsKey(key)) {
                flaps.disappeared(key, takenAt);
            }
        }
    }

    /** Cheap unless all alerts are new, which is rare. */
    private void noteIds(Snapshot snapshot, List<ShapedAlert> shaped, boolean idFound) {
        if (idFound) {
            changingIds.idFound();
        } else if (last.isEmpty()
                || shaped.isEmpty()
                || snapshot.partialReason().isPresent()) {
            changingIds.interrupted();
        } else {
            changingIds.compare(alerts(last), alerts(shaped));
        }
    }

    private static List<Alert> alerts(List<ShapedAlert> shaped) {
        return shaped.stream().map(one -> one.alert).toList();
    }

    /** Marks alerts that no longer flap for shaping again. */
    private void reshapeCalm(Instant now) {
        for (AlertKey key : flaps.forgetCalm(now)) {
            ShapedAlert shaped = byKey.get(key);
            if (shaped != null) {
                shaped.extra = RareProperties.OUTDATED;
            }
        }
    }

    /** Returns the alerts that have started or stopped flapping since the last call, one line each. */
    public List<String> takeFlapMessages() {
        return flaps.takeMessages();
    }

    /** Returns what the snapshots so far have shown about the source's ids. */
    public ChangingIds changingIds() {
        return changingIds;
    }

    /** Returns whether the last snapshot contains an alert, with any start, that is shown in Argus. */
    public boolean contains(AlertId id) {
        ShapedAlert shaped = byKey.get(AlertKey.of(id));
        return shaped != null && !shaped.isDropped();
    }

    /**
     * Returns the incident for an alert of the last snapshot, with any start; null if the snapshot does not contain it.
     */
    public @Nullable DesiredIncident find(AlertId id) {
        ShapedAlert shaped = byKey.get(AlertKey.of(id));
        return shaped == null ? null : shaped.incident;
    }

    /** Returns whether any alert so far was acknowledged in the source. */
    public boolean hasAcknowledgements() {
        return hasAcknowledgements;
    }

    /** Returns what had to be shortened or omitted from the last snapshot, one line each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private @Nullable ShapedAlert previous(Alert alert, int expected) {
        if (expected < last.size()) {
            ShapedAlert there = last.get(expected);
            if (there.isSame(alert)) {
                return there;
            }
        }
        return byKey.get(AlertKey.of(alert.id()));
    }

    private ShapedAlert shapeAlert(Alert alert, Instant takenAt, boolean isNew) {
        AlertKey key = AlertKey.of(alert.id());
        DesiredIncident incident;
        Desired.Dropped dropped = null;
        newWarnings.clear();
        try {
            RuleResult result = rules.isEmpty() || isHeldWithoutDetails(alert)
                    ? RuleResult.of(alert)
                    : rules.apply(alert, alwaysTags);
            dropped = dropped(alert, result);
            if (isNew && snapshotNumber > 1 && dropped == null) {
                flaps.appeared(key, Completeness.scopeOf(alert), takenAt);
            }
            incident = limits.fit(alert, flaps.isFlapping(key) ? flapping(result) : result, takenAt);
            String holdReason = suppression.holdReason(alert);
            incident = holdReason == null ? incident : incident.suppressed(holdReason);
        } catch (RuntimeException | StackOverflowError e) {
            newWarnings.add("alert '" + TextLimits.excerpt(alert.id().key()) + "' is invalid and therefore held: " + e);
            incident = held(alert, takenAt);
        }
        hasAcknowledgements |= incident.acknowledgement() != null;
        ShapedAlert made = new ShapedAlert(alert, incident, extra(dropped));
        byKey.put(key, made);
        return made;
    }

    private Desired.@Nullable Dropped dropped(Alert alert, RuleResult result) {
        String word = result.droppedBy() == null ? SUPPRESSED : "rule";
        String reason = result.droppedBy() == null ? suppression.dropReason(alert) : "dropped by " + result.droppedBy();
        return reason == null ? null : new Desired.Dropped(alert.id(), word, reason, alert.description());
    }

    /** Returns whether the adapter knows only that the alert is held, so that no rule can be applied to it. */
    private static boolean isHeldWithoutDetails(Alert alert) {
        return alert.heldReason().isPresent() && alert.tags().isEmpty();
    }

    private @Nullable RareProperties extra(Desired.@Nullable Dropped dropped) {
        if (dropped != null) {
            return new RareProperties(dropped, List.of());
        }
        return newWarnings.isEmpty() ? null : new RareProperties(null, List.copyOf(newWarnings));
    }

    private static RuleResult flapping(RuleResult result) {
        List<Tag> tags = new ArrayList<>(result.tags());
        if (!tags.contains(FLAPPING)) {
            tags.add(FLAPPING);
        }
        return new RuleResult(result.level(), result.description(), tags, result.detailsUrl(), null);
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
                "it cannot be represented in Argus");
    }

    /** Plugin code: even comparing the alert may fail. */
    @SuppressWarnings("ReferenceEquality") // compares a marker
    private static boolean isUnchanged(ShapedAlert before, Alert alert) {
        try {
            return before.extra != RareProperties.OUTDATED && before.alert.equals(alert);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    /**
     * Properties that few alerts have.
     *
     * @param dropped set if the alert is treated as ended; null if not
     * @param warnings what had to be shortened or omitted
     */
    private record RareProperties(Desired.@Nullable Dropped dropped, List<String> warnings) {
        /** Marks an alert that has to be shaped again. */
        static final RareProperties OUTDATED = new RareProperties(null, List.of());

        void addTo(
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

    /** Small, because all of them are visited for each snapshot. */
    private static final class ShapedAlert {
        private final Alert alert;
        private final DesiredIncident incident;
        private @Nullable RareProperties extra;
        private long number;
        private int position;

        ShapedAlert(Alert alert, DesiredIncident incident, @Nullable RareProperties extra) {
            this.alert = alert;
            this.incident = incident;
            this.extra = extra;
        }

        boolean isDropped() {
            RareProperties more = extra;
            return more != null && more.dropped() != null;
        }

        @SuppressWarnings("ReferenceEquality") // cheap check first
        boolean isSame(Alert other) {
            return alert == other;
        }
    }

    /** Returns the id under which the source reports an alert now: its start may have changed. */
    public AlertId reportedId(AlertId id) {
        DesiredIncident named = find(id);
        return named == null ? id : named.id();
    }
}
