package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.EntrySet;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.MassCloseCandidates;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.UnknownSince;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One plan in the making: what each alert of the snapshot asks for. */
final class PlanBuilder {
    final Mirror mirror;
    final Ledger ledger;
    final Policy policy;
    final Instant now;
    final HoldTracker waiting;
    private final IncidentDiff differences;
    private final AckPlanner acking;
    private final PersonClose personClose;

    private final SettledAlerts settled;

    /** The incidents that this plan's snapshot names; those of settled alerts only once that is asked for. */
    private final EntrySet present = new EntrySet();

    /** Those of them whose alert is known to be open. */
    private final EntrySet shown = new EntrySet();

    private final List<Action> actions = new ArrayList<>();

    /** What opens an alert; with a limit to their number they are chosen from when all are known. */
    private final List<Action.Opening> openings = new ArrayList<>();

    private MassCloseCandidates absentees = MassCloseCandidates.NONE;
    private int matched;
    private int opening;
    private int hidden;

    /** Whether there were alerts that nothing had to be decided about; their incidents are not marked. */
    private boolean namesAreLacking;

    private int quiet;

    PlanBuilder(
            Desired desired,
            Mirror mirror,
            Ledger ledger,
            Policy policy,
            Instant now,
            IncidentDiff differences,
            SettledAlerts settled) {
        this.mirror = mirror;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.waiting = new HoldTracker(desired, mirror, ledger.patience(), policy.storm());
        this.differences = differences;
        this.settled = settled;
        this.personClose = new PersonClose(policy, desired);
        this.acking = new AckPlanner(ledger.acks(), policy.updateInterval(), now);
    }

    /** Decides about one alert of the snapshot. */
    void wanted(DesiredIncident desired) {
        if (settled.slotOf(desired, mirror) >= 0) {
            matched++;
            namesAreLacking = true;
            return;
        }
        MirrorEntry entry = mirror.find(desired.id());
        if (entry == null) {
            absentInArgus(desired, openings);
            return;
        }
        matched++;
        present.add(entry);
        if (settled.isSettled(desired, entry, mirror)) {
            return;
        }
        Instant unknownSince = desired.unknownSince();
        if (!desired.isHeld()) {
            shown.add(entry);
            presentInArgus(entry, desired);
        } else if (unknownSince != null) {
            unknown(entry, desired, unknownSince);
        }
    }

    /** A held alert is not updated, but for this: people who read its incident are to know how old that is. */
    private void unknown(MirrorEntry entry, DesiredIncident desired, Instant since) {
        Incident incident = entry.incident();
        if (ledger.isBusy(incident.pk()) || ledger.isDoubtful(incident.pk())) {
            return;
        } else if (UnknownSince.isMarked(incident.description())) {
            settled.settle(desired, entry, mirror);
        } else if (!ledger.isRefused(desired) && !isTooSoon(entry)) {
            actions.add(new Action.Change(
                    desired,
                    incident.pk(),
                    incident.sourceIncidentId(),
                    new IncidentChange(
                            null, UnknownSince.append(incident.description(), since), null, null, null, null)));
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
        settled.rewind();
        for (DesiredIncident desired : all.incidents()) {
            int slot = settled.slotOf(desired, mirror);
            if (slot >= 0) {
                present.add(slot);
                continue;
            }
            MirrorEntry entry = mirror.find(desired.id());
            if (entry != null) {
                settled.isSettled(desired, entry, mirror);
                present.add(entry);
            }
        }
    }

    /**
     * Decides about the incident that stands for all alerts that are not shown.
     *
     * @param desired what it is to look like
     */
    void wantedSummary(DesiredIncident desired) {
        MirrorEntry entry = mirror.find(desired.id());
        if (entry == null) {
            absentInArgus(desired, actions);
        } else {
            present.add(entry);
            shown.add(entry);
            matched++;
            presentInArgus(entry, desired);
        }
    }

    private void presentInArgus(MirrorEntry entry, DesiredIncident desired) {
        long pk = entry.incident().pk();
        if (ledger.isBusy(pk) || ledger.isDoubtful(pk)) {
            return;
        }
        IncidentChange change = differences.between(entry, desired);
        AckPlanner.Verdict ack = acking.decide(pk, desired);
        Action acked = ack.action();
        waiting.planAgainAt(ack.dueAt());
        if (acked != null && change.level() == null) {
            actions.add(acked);
        } else if (change.isEmpty()
                || (change.isMetadataOnly() && ledger.peers().shares(now))) {
            if (ack.settled()) {
                settled.settle(desired, entry, mirror);
            }
        } else if (ledger.isRefused(desired)) {
            waiting.hold(Hold.Guard.REFUSED, "updates that Argus refused");
        } else if (change.level() == null && isTooSoon(entry)) {
            return;
        } else {
            actions.add(new Action.Change(desired, pk, entry.incident().sourceIncidentId(), change));
        }
    }

    private boolean isTooSoon(MirrorEntry entry) {
        Instant last = entry.changedAt();
        Instant due = last == null ? Instant.MIN : last.plus(policy.updateInterval());
        // Changed in the future means that the clock was set back since.
        if (!due.isAfter(now) || last == null || last.isAfter(now)) {
            return false;
        }
        waiting.untilPlanned(
                Hold.Guard.UPDATE_INTERVAL,
                "updates less than " + policy.updateInterval().toSeconds() + " s after the last of their incident",
                due);
        return true;
    }

    private void absentInArgus(DesiredIncident desired, List<? super Action.Opening> sink) {
        AlertId id = desired.id();
        if (desired.isHeld() || ledger.isBusy(id)) {
            opening += desired.isHeld() ? 0 : 1;
            waiting.remember(id);
            return;
        }
        ClosedIncident last = ledger.ended(id);
        if (ledger.isRefused(desired)) {
            waiting.hold(Hold.Guard.REFUSED, "alerts that Argus refused");
            waiting.remember(id);
        } else if (last == null) {
            create(desired, id.value(), sink);
        } else if (!ledger.isDoubtful(last.pk())) {
            again(desired, last, sink);
        }
    }

    /** The alert had an incident not long ago. */
    private void again(DesiredIncident desired, ClosedIncident last, List<? super Action.Opening> sink) {
        switch (last.by()) {
            case UNKNOWN -> actions.add(new Action.Investigate(desired, last));
            case PERSON -> closedByPerson(desired, last, sink);
            case SOURCE -> {
                if (ledger.peers().isContested(last.pk(), now)) {
                    waiting.hold(
                            Hold.Guard.CONTESTED,
                            "alerts whose incident another process with this token has ended again");
                    return;
                }
                Duration since = Duration.between(last.endedAt(), now);
                if (since.compareTo(policy.reopenWithin()) <= 0
                        || IncidentIds.isIdUsedBy(desired.id(), last.sourceIncidentId())) {
                    restart(desired, last, "open again in the source", sink);
                } else {
                    create(desired, desired.id().value(), sink);
                }
            }
        }
    }

    private void closedByPerson(DesiredIncident desired, ClosedIncident last, List<? super Action.Opening> sink) {
        if (!policy.respectPersonClose()) {
            restart(desired, last, "still open in the source after it was closed by a person", sink);
            return;
        }
        switch (personClose.verdict(desired.id(), last)) {
            case QUIET -> quiet++;
            case NEW_OCCURRENCE -> create(desired, desired.id().value(), sink);
            case HELD_LONG_ENOUGH -> restart(desired, last, personClose.reasonForReopening(), sink);
        }
    }

    private void restart(
            DesiredIncident desired, ClosedIncident last, String reason, List<? super Action.Opening> sink) {
        if (policy.canRestart()) {
            open(new Action.Restart(desired, last.pk(), last.sourceIncidentId(), now, reason), sink);
        } else {
            String used = last.sourceIncidentId();
            AlertId id = desired.id();
            create(desired, IncidentIds.isIdUsedBy(id, used) ? IncidentIds.sequel(id, used) : id.value(), sink);
        }
    }

    private void create(DesiredIncident desired, String sourceIncidentId, List<? super Action.Opening> sink) {
        String sent = ledger.lost().sentFor(desired.id());
        String lost = sourceIncidentId.equals(sent) ? null : sent;
        open(new Action.Create(desired, sourceIncidentId, lost), sink);
    }

    @SuppressWarnings("ReferenceEquality") // the summary goes another way than alerts do
    private void open(Action.Opening action, List<? super Action.Opening> sink) {
        if (sink == actions || waiting.mayOpen(action.id())) {
            sink.add(action);
        }
    }

    /** Returns what would open an alert. */
    List<Action.Opening> openings() {
        return openings;
    }

    /** Returns how many alerts of the snapshot are open in Argus, or are just being opened. */
    int shown() {
        return matched + opening;
    }

    /** Notes how many alerts are not shown because there are too many. */
    void hide(int count) {
        hidden = count;
    }

    void add(Action action) {
        actions.add(action);
    }

    /** Marks the incident that stands for what is not shown as one that the snapshot wants. */
    void nameSummary(MirrorEntry entry) {
        present.add(entry);
        matched++;
    }

    /** Tells whether nothing else is being done to an incident, and its end was not refused. */
    boolean mayEnd(MirrorEntry entry) {
        long pk = entry.incident().pk();
        AlertId id = entry.id();
        // A busy alert: its create is under way and a listing has shown the incident before the answer came.
        return !ledger.isBusy(pk)
                && !ledger.isDoubtful(pk)
                && !(id != null && ledger.isBusy(id))
                && !ledger.isEndRefused(pk);
    }

    /**
     * Ends an incident, unless that has to wait. One that has not stood for an open alert since we know it may be open
     * because a person has reopened it: only its log can tell.
     */
    void end(MirrorEntry entry, Instant at, String reason) {
        Instant returnedAt = ledger.reopened().returnedAt(entry.incident().pk());
        end(entry, at, reason, mirror.isShown(entry) ? null : returnedAt == null ? Instant.MIN : returnedAt);
    }

    /** Ends an incident whose alert an older open one stands for, though a person may have reopened it. */
    void endDuplicate(MirrorEntry entry) {
        end(entry, now, "duplicate of an older open incident of the same alert", null);
    }

    private void end(MirrorEntry entry, Instant at, String reason, @Nullable Instant unlessReopenedAfter) {
        Incident incident = entry.incident();
        if (ledger.isEndRefused(incident.pk())) {
            waiting.hold(Hold.Guard.REFUSED, "closings that Argus refused");
        }
        if (mayEnd(entry)) {
            Instant end = at.isAfter(now) ? now : at;
            end = end.isBefore(incident.startTime()) ? incident.startTime() : end;
            actions.add(new Action.End(
                    entry.id(), incident.pk(), incident.sourceIncidentId(), end, reason, unlessReopenedAfter));
        }
    }

    void await(MassCloseCandidates absent) {
        absentees = absent;
    }

    boolean isNamed(MirrorEntry entry) {
        return present.contains(entry);
    }

    /** Returns how many open incidents an alert of the snapshot stands behind. */
    int matched() {
        return matched;
    }

    Plan result() {
        int unknown = policy.closeUnknown() ? 0 : mirror.unrecognised().size();
        return new Plan(
                actions,
                waiting.holds(),
                absentees,
                waiting.patience(),
                shown,
                quiet,
                unknown,
                hidden,
                waiting.planAt(),
                waiting.lookAt());
    }
}
