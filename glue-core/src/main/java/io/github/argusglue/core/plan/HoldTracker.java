package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.PendingSince;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.core.shape.Desired;
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
 * What of one plan has to wait, why and until when; and since when, for the next plan. Alerts count as seen or missed
 * from the snapshot that showed it first, and what may be done after a time is done when a snapshot that was taken
 * after it still says so.
 */
final class HoldTracker {
    private final Instant takenAt;
    private final boolean complete;
    private final PendingSince before;
    private final FloodLimits storm;
    private final Map<Hold.Guard, Map<String, Hold>> holds = new EnumMap<>(Hold.Guard.class);
    private final Map<AlertKey, Instant> seenSince = new HashMap<>();
    private final Map<Long, Instant> absentSince = new HashMap<>();
    private final Set<Long> released = new HashSet<>();
    private @Nullable Instant planAt;
    private @Nullable Instant lookAt;

    HoldTracker(Desired desired, Mirror mirror, PendingSince before, FloodLimits storm) {
        this.takenAt = desired.takenAt();
        this.complete = desired.isComplete();
        this.before = before;
        this.storm = storm;
        if (!complete) {
            // What it does not name is unknown, not gone.
            before.seenSince().forEach((slot, since) -> {
                if (!mirror.holds(slot)) {
                    seenSince.put(slot, since);
                }
            });
            desired.endings().forEach(ending -> seenSince.remove(AlertKey.of(ending.alertId())));
        }
    }

    /** Tells whether an alert has been seen open for long enough; notes that it waits if not. */
    boolean mayOpen(AlertId id) {
        Duration openAfter = storm.openAfter();
        if (openAfter.isZero()) {
            return true;
        }
        AlertKey slot = AlertKey.of(id);
        Instant since = notLater(before.seenSince().getOrDefault(slot, takenAt));
        seenSince.put(slot, since);
        Instant due = since.plus(openAfter);
        if (!due.isAfter(takenAt)) {
            return true;
        }
        untilLooked(Hold.Guard.OPEN_AFTER, "alerts open for less than " + words(openAfter) + " ('open_after')", due);
        return false;
    }

    /** Notes that an alert need not wait when it is opened again. */
    void hasWaited(AlertId id) {
        if (!storm.openAfter().isZero()) {
            seenSince.put(AlertKey.of(id), takenAt.minus(storm.openAfter()));
        }
    }

    /** Notes that an alert is seen, but cannot be opened for another reason. */
    void remember(AlertId id) {
        Instant since = before.seenSince().isEmpty() ? null : before.seenSince().get(AlertKey.of(id));
        if (since != null) {
            seenSince.put(AlertKey.of(id), since);
        }
    }

    /** Returns since when an open incident's alert has been absent, and hands it on. */
    Instant absent(long pk) {
        boolean known = before.absentSince().containsKey(pk);
        Instant since = knownAbsence(pk);
        if (known || (complete && delaysClosing())) {
            absentSince.put(pk, since);
        }
        return since;
    }

    private Instant knownAbsence(long pk) {
        return notLater(before.absentSince().getOrDefault(pk, takenAt));
    }

    /** A begin that lies ahead means that the clock was set back since. */
    private Instant notLater(Instant since) {
        return since.isAfter(takenAt) ? takenAt : since;
    }

    /** Notes that an open incident's alert has been absent since a moment. */
    void absentSince(long pk, Instant since) {
        absentSince.put(pk, since);
    }

    /** Tells whether an operator has said that an incident whose alert is absent need not wait. */
    boolean isReleased(long pk) {
        boolean is = before.released().contains(pk);
        if (is) {
            released.add(pk);
        }
        return is;
    }

    /** Tells whether an alert has been over for long enough, as its source says; also a partial snapshot can say so. */
    boolean mayCloseEnded(long pk) {
        if (delaysClosing()) {
            absentSince.put(pk, knownAbsence(pk));
        }
        return mayClose(pk, knownAbsence(pk));
    }

    /** Tells whether an alert has been absent for long enough; notes that its incident waits if not. */
    boolean mayClose(long pk) {
        return mayClose(pk, absent(pk));
    }

    private boolean mayClose(long pk, Instant since) {
        Instant due = since.plus(storm.closeAfter());
        if (isReleased(pk) || !due.isAfter(takenAt)) {
            return true;
        }
        untilLooked(
                Hold.Guard.CLOSE_AFTER,
                "closings of alerts absent for less than " + words(storm.closeAfter()) + " ('close_after')",
                due);
        return false;
    }

    boolean delaysClosing() {
        return !storm.closeAfter().isZero();
    }

    void hold(Hold.Guard guard, String what) {
        hold(guard, what, 1);
    }

    void hold(Hold.Guard guard, String what, int count) {
        add(new Hold(guard, what, count, null));
    }

    /** Notes what is due when another plan is made at a moment. */
    void untilPlanned(Hold.Guard guard, String what, Instant due) {
        add(new Hold(guard, what, 1, due));
        planAt = earlier(planAt, due);
    }

    /** Notes that another plan is to be made at a moment though nothing waits for it; null for never. */
    void planAgainAt(@Nullable Instant due) {
        if (due != null) {
            planAt = earlier(planAt, due);
        }
    }

    /** Notes what is due when a snapshot that is taken at a moment still says the same. */
    void untilLooked(Hold.Guard guard, String what, Instant due) {
        untilLooked(guard, what, due, 1);
    }

    /** Notes how many are due when a snapshot that is taken at a moment still says the same. */
    void untilLooked(Hold.Guard guard, String what, Instant due, int count) {
        add(new Hold(guard, what, count, due));
        lookAt = earlier(lookAt, due);
    }

    private void add(Hold hold) {
        holds.computeIfAbsent(hold.guard(), guard -> new LinkedHashMap<>()).merge(hold.what(), hold, Hold::plus);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    static String words(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    List<Hold> holds() {
        List<Hold> all = new ArrayList<>();
        holds.values().forEach(some -> all.addAll(some.values()));
        return all;
    }

    PendingSince patience() {
        return seenSince.isEmpty() && absentSince.isEmpty() && released.isEmpty()
                ? PendingSince.NONE
                : new PendingSince(seenSince, absentSince, released);
    }

    @Nullable
    Instant planAt() {
        return planAt;
    }

    @Nullable
    Instant lookAt() {
        return lookAt;
    }
}
