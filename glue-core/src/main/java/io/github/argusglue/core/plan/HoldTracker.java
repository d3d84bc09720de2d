package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.registry.PendingSince;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a plan delays, why and until when, and since when, for the next plan. An alert counts as seen or absent
 * from the first snapshot that showed it. When a delay is over, a snapshot taken after that has to confirm the action.
 */
final class HoldTracker {
    private final Instant takenAt;
    private final Desired desired;
    private final PendingSince previous;
    private final FloodLimits limits;
    private final Map<Hold.Guard, Map<String, Hold>> holds = new EnumMap<>(Hold.Guard.class);
    private final Map<AlertKey, PendingSince.SeenAlert> seenSince = new HashMap<>();
    private final Map<Long, Instant> absentSince = new HashMap<>();
    private final Set<Long> released = new HashSet<>();
    private @Nullable Instant planAt;
    private @Nullable Instant snapshotAt;

    HoldTracker(Desired desired, Mirror mirror, PendingSince previous, FloodLimits limits) {
        this.takenAt = desired.takenAt();
        this.desired = desired;
        this.previous = previous;
        this.limits = limits;
        if (!desired.isComplete()) {
            // The state of alerts that a partial snapshot does not contain is unknown.
            previous.seenSince().forEach((slot, seen) -> {
                if (!desired.covers(seen.scope()) && !mirror.contains(slot)) {
                    seenSince.put(slot, seen);
                }
            });
            desired.endings().forEach(ending -> seenSince.remove(AlertKey.of(ending.alertId())));
        }
    }

    /** Returns whether an alert has been open for long enough; records the delay if not. */
    boolean mayOpen(DesiredIncident incident) {
        Duration openAfter = limits.openAfter();
        if (openAfter.isZero()) {
            return true;
        }
        AlertKey slot = AlertKey.of(incident.id());
        PendingSince.SeenAlert seen = previous.seenSince().get(slot);
        Instant since = seen == null ? takenAt : notLater(seen.since());
        recordSeen(incident, since);
        Instant due = since.plus(openAfter);
        if (!due.isAfter(takenAt)) {
            return true;
        }
        holdUntilSnapshot(
                Hold.Guard.OPEN_AFTER, "alerts open for less than " + format(openAfter) + " ('open_after')", due);
        return false;
    }

    /** Records that an alert does not have to wait when it is opened again. */
    void skipDelay(DesiredIncident incident) {
        if (!limits.openAfter().isZero()) {
            recordSeen(incident, takenAt.minus(limits.openAfter()));
        }
    }

    private void recordSeen(DesiredIncident incident, Instant since) {
        seenSince.put(
                AlertKey.of(incident.id()),
                new PendingSince.SeenAlert(since, IncidentIds.scopeOf(incident.metadata())));
    }

    /** Keeps since when an alert has been seen, although it cannot be opened for another reason. */
    void keepSeenSince(AlertId id) {
        PendingSince.SeenAlert seen =
                previous.seenSince().isEmpty() ? null : previous.seenSince().get(AlertKey.of(id));
        if (seen != null) {
            seenSince.put(AlertKey.of(id), seen);
        }
    }

    /** Returns since when the alert of an open incident has been absent, and keeps that for the next plan. */
    Instant recordAbsent(MirrorEntry entry) {
        long pk = entry.incident().pk();
        boolean known = previous.absentSince().containsKey(pk);
        Instant since = knownAbsence(pk);
        if (known || (delaysClosing() && desired.covers(entry.scope()))) {
            absentSince.put(pk, since);
        }
        return since;
    }

    private Instant knownAbsence(long pk) {
        return notLater(previous.absentSince().getOrDefault(pk, takenAt));
    }

    /** A start in the future means that the clock was set back. */
    private Instant notLater(Instant since) {
        return since.isAfter(takenAt) ? takenAt : since;
    }

    /** Records since when the alert of an open incident has been absent. */
    void absentSince(long pk, Instant since) {
        absentSince.put(pk, since);
    }

    /** Returns whether an operator has released an incident whose alert is absent. */
    boolean isReleased(long pk) {
        boolean is = previous.released().contains(pk);
        if (is) {
            released.add(pk);
        }
        return is;
    }

    /**
     * Returns whether an alert that the source reports as ended has been so for long enough; a partial snapshot counts
     * too.
     */
    boolean mayCloseEnded(long pk) {
        if (delaysClosing()) {
            absentSince.put(pk, knownAbsence(pk));
        }
        return mayClose(pk, knownAbsence(pk));
    }

    /** Returns whether an alert has been absent for long enough; records the delay if not. */
    boolean mayClose(MirrorEntry entry) {
        return mayClose(entry.incident().pk(), recordAbsent(entry));
    }

    private boolean mayClose(long pk, Instant since) {
        Instant due = since.plus(limits.closeAfter());
        if (isReleased(pk) || !due.isAfter(takenAt)) {
            return true;
        }
        holdUntilSnapshot(
                Hold.Guard.CLOSE_AFTER,
                "closings of alerts absent for less than " + format(limits.closeAfter()) + " ('close_after')",
                due);
        return false;
    }

    boolean delaysClosing() {
        return !limits.closeAfter().isZero();
    }

    void hold(Hold.Guard guard, String what) {
        hold(guard, what, 1);
    }

    void hold(Hold.Guard guard, String what, int count) {
        add(new Hold(guard, what, count, null));
    }

    /** Records a delay that is over when another plan is made at that time. */
    void holdUntilPlan(Hold.Guard guard, String what, Instant due) {
        add(new Hold(guard, what, 1, due));
        planAt = earlier(planAt, due);
    }

    /** Requests another plan at a time although nothing is delayed until then; null for none. */
    void requestPlanAt(@Nullable Instant due) {
        if (due != null) {
            planAt = earlier(planAt, due);
        }
    }

    /** Records a delay that is over when a snapshot taken at that time confirms it. */
    void holdUntilSnapshot(Hold.Guard guard, String what, Instant due) {
        holdUntilSnapshot(guard, what, due, 1);
    }

    /** Records delays that are over when a snapshot taken at that time confirms them. */
    void holdUntilSnapshot(Hold.Guard guard, String what, Instant due, int count) {
        add(new Hold(guard, what, count, due));
        snapshotAt = earlier(snapshotAt, due);
    }

    private void add(Hold hold) {
        holds.computeIfAbsent(hold.guard(), guard -> new LinkedHashMap<>()).merge(hold.what(), hold, Hold::plus);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    static String format(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    List<Hold> holds() {
        List<Hold> all = new ArrayList<>();
        holds.values().forEach(some -> all.addAll(some.values()));
        return all;
    }

    PendingSince pending() {
        return seenSince.isEmpty() && absentSince.isEmpty() && released.isEmpty()
                ? PendingSince.NONE
                : new PendingSince(seenSince, absentSince, released);
    }

    @Nullable
    Instant planAt() {
        return planAt;
    }

    @Nullable
    Instant snapshotAt() {
        return snapshotAt;
    }
}
