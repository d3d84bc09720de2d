package io.github.argusglue.core.reconcile;

import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One plan in the making: what each alert of the snapshot asks for. */
final class Planning {
    final Mirror mirror;
    final Ledger ledger;
    final Policy policy;
    final Instant now;
    private final Differences differences;
    private final Acking acking;

    /**
     * Marks the incidents that this plan's snapshot names; an object of its own, so that no plan is kept alive by it.
     */
    private final Object token = new Object();

    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Integer> holds = new LinkedHashMap<>();
    private Absentees absentees = Absentees.NONE;
    private int matched;

    /** Whether there were alerts that nothing had to be decided about; their incidents are not marked. */
    private boolean namesAreLacking;

    private int quiet;
    private @Nullable Instant dueAt;

    Planning(Mirror mirror, Ledger ledger, Policy policy, Instant now, Differences differences) {
        this.mirror = mirror;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.differences = differences;
        this.acking = new Acking(ledger.acks(), policy.updateInterval(), now);
    }

    /** Decides about one alert of the snapshot. */
    void wanted(DesiredIncident desired) {
        if (desired.isSettledIn(mirror)) {
            matched++;
            namesAreLacking = true;
            return;
        }
        MirrorEntry entry = mirror.find(desired.id());
        if (entry == null) {
            absentInArgus(desired);
            return;
        }
        matched++;
        entry.nameIn(token);
        if (!desired.isHeld()) {
            presentInArgus(entry, desired);
        }
    }

    /**
     * Marks the open incidents that the snapshot names, as far as deciding has not. Only when there are more of them
     * than alerts is it asked which: marking costs more than all the rest where nothing has changed.
     */
    void name(Desired all) {
        if (!namesAreLacking) {
            return;
        }
        for (DesiredIncident desired : all.incidents()) {
            MirrorEntry settled = desired.isSettledIn(mirror) ? desired.settledIn() : null;
            MirrorEntry entry = settled == null ? mirror.find(desired.id()) : settled;
            if (entry != null) {
                entry.nameIn(token);
            }
        }
    }

    private void presentInArgus(MirrorEntry entry, DesiredIncident desired) {
        long pk = entry.incident().pk();
        if (ledger.isBusy(pk) || ledger.isDoubtful(pk)) {
            return;
        }
        IncidentChange change = differences.between(entry, desired);
        Acking.Verdict ack = acking.decide(pk, desired);
        Action acked = ack.action();
        dueAt(ack.dueAt());
        if (acked != null && change.level() == null) {
            actions.add(acked);
        } else if (change.isEmpty()) {
            if (ack.settled()) {
                desired.settle(entry);
            }
        } else if (ledger.isRefused(desired)) {
            hold("updates that Argus refused");
        } else if (change.level() == null && isTooSoon(entry)) {
            hold("updates less than " + policy.updateInterval().toSeconds() + " s after the last of their incident");
        } else {
            actions.add(new Action.Change(desired, pk, change));
        }
    }

    private boolean isTooSoon(MirrorEntry entry) {
        Instant last = entry.changedAt();
        if (last == null) {
            return false;
        }
        Instant due = last.plus(policy.updateInterval());
        if (!due.isAfter(now)) {
            return false;
        }
        dueAt(due);
        return true;
    }

    private void dueAt(@Nullable Instant due) {
        if (due != null && (dueAt == null || due.isBefore(dueAt))) {
            dueAt = due;
        }
    }

    private void absentInArgus(DesiredIncident desired) {
        AlertId id = desired.id();
        if (desired.isHeld() || ledger.isBusy(id)) {
            return;
        }
        EndedRecord last = ledger.ended(id);
        if (ledger.isRefused(desired)) {
            hold("alerts that Argus refused");
        } else if (last == null) {
            create(desired, id.value());
        } else if (!ledger.isDoubtful(last.pk())) {
            again(desired, last);
        }
    }

    /** The alert had an incident not long ago. */
    private void again(DesiredIncident desired, EndedRecord last) {
        switch (last.by()) {
            case UNKNOWN -> actions.add(new Action.Investigate(desired, last));
            case PERSON -> {
                if (policy.respectPersonClose()) {
                    quiet++;
                } else {
                    restart(desired, last, "still open in the source after it was closed by a person");
                }
            }
            case SOURCE -> {
                Duration since = Duration.between(last.endedAt(), now);
                if (since.compareTo(policy.reopenWithin()) <= 0
                        || IncidentIds.usesUp(desired.id(), last.sourceIncidentId())) {
                    restart(desired, last, "open again in the source");
                } else {
                    create(desired, desired.id().value());
                }
            }
        }
    }

    private void restart(DesiredIncident desired, EndedRecord last, String reason) {
        if (policy.canRestart()) {
            actions.add(new Action.Restart(desired, last.pk(), now, reason));
        } else {
            String used = last.sourceIncidentId();
            AlertId id = desired.id();
            create(desired, IncidentIds.usesUp(id, used) ? IncidentIds.sequel(id, used) : id.value());
        }
    }

    private void create(DesiredIncident desired, String sourceIncidentId) {
        actions.add(new Action.Create(
                desired,
                new NewIncident(
                        sourceIncidentId,
                        desired.startTime(),
                        true,
                        desired.level(),
                        desired.description(),
                        desired.tags(),
                        desired.detailsUrl(),
                        desired.ticketUrl(),
                        desired.metadata())));
    }

    void add(Action action) {
        actions.add(action);
    }

    void hold(String what) {
        hold(what, 1);
    }

    void hold(String what, int count) {
        holds.merge(what, count, Integer::sum);
    }

    void await(Absentees absent) {
        absentees = absent;
    }

    boolean isNamed(MirrorEntry entry) {
        return entry.isNamedIn(token);
    }

    /** Returns how many open incidents an alert of the snapshot stands behind. */
    int matched() {
        return matched;
    }

    Plan result() {
        List<String> lines = new ArrayList<>();
        holds.forEach((what, count) -> lines.add(count + " " + what));
        int unknown = policy.closeUnknown() ? 0 : mirror.unrecognised().size();
        return new Plan(actions, lines, absentees, quiet, unknown, dueAt);
    }
}
