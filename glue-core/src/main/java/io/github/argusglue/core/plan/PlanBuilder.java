package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.EntrySet;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.MassCloseCandidates;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.UnknownSince;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one plan: decides what each alert of the snapshot needs. */
final class PlanBuilder {
    final Mirror mirror;
    final Ledger ledger;
    final Policy policy;
    final Instant now;
    final HoldTracker holds;
    private final IncidentDiff diff;
    private final AckPlanner ackPlanner;
    private final PersonClose personClose;

    private final SettledAlerts settled;

    /** The incidents that the snapshot contains; those of settled alerts only after {@link #markPresent}. */
    private final EntrySet present = new EntrySet();

    /** Those of them whose alert is known to be open. */
    private final EntrySet shown = new EntrySet();

    private final List<Action> actions = new ArrayList<>();

    /** The actions that open alerts; if their number is limited, the choice is made when all are known. */
    private final List<Action.Opening> openings = new ArrayList<>();

    private MassCloseCandidates massClose = MassCloseCandidates.NONE;
    private int matched;
    private int opening;
    private int hidden;

    /** Whether there were alerts that needed no decision; their incidents are not marked. */
    private boolean hasUnmarked;

    private int quiet;
    private final LeftOut.Builder leftOut;

    PlanBuilder(
            Desired desired,
            Mirror mirror,
            Ledger ledger,
            Policy policy,
            Instant now,
            IncidentDiff diff,
            SettledAlerts settled) {
        this.mirror = mirror;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
        this.holds = new HoldTracker(desired, mirror, ledger.pendingSince(), policy.floodLimits());
        this.diff = diff;
        this.settled = settled;
        this.leftOut = LeftOut.builder().addAll(desired.leftOut());
        this.personClose = new PersonClose(policy, desired);
        this.ackPlanner = new AckPlanner(ledger.acks(), policy.updateInterval(), now);
    }

    /** Decides about one alert of the snapshot. */
    void decide(DesiredIncident desired) {
        if (settled.slotOf(desired, mirror) >= 0) {
            matched++;
            hasUnmarked = true;
            return;
        }
        MirrorEntry entry = mirror.find(desired.id());
        if (entry == null) {
            planOpening(desired, openings);
            return;
        }
        matched++;
        present.add(entry);
        settled.recordLookup(entry);
        if (settled.isSettled(desired, entry, mirror)) {
            return;
        }
        Instant unknownSince = desired.unknownSince();
        if (!desired.isHeld()) {
            shown.add(entry);
            planUpdate(entry, desired);
        } else if (desired.isHeldAsSuppressed()) {
            shown.add(entry);
            holds.hold(
                    Hold.Guard.SUPPRESSED,
                    "open incidents left as they are while their alerts are suppressed in the source ('suppressed')");
        } else if (unknownSince != null) {
            planHeld(entry, desired, unknownSince);
        }
    }

    /**
     * Handles a held alert. Its incident is not updated, except that its description states how old the information is.
     */
    private void planHeld(MirrorEntry entry, DesiredIncident desired, Instant since) {
        Incident incident = entry.incident();
        if (ledger.isBusy(incident.pk()) || ledger.isDoubtful(incident.pk())) {
            return;
        } else if (UnknownSince.isMarked(incident.description())) {
            settled.settle(desired, entry, mirror);
        } else if (!ledger.isRejected(desired) && !isTooSoon(entry)) {
            actions.add(new Action.Change(
                    desired,
                    incident.pk(),
                    incident.sourceIncidentId(),
                    new IncidentChange(
                            null, UnknownSince.append(incident.description(), since), null, null, null, null)));
        }
    }

    /**
     * Marks the open incidents that the snapshot contains, as far as decisions have not done so. Done only if there are
     * more incidents than alerts: where nothing has changed, marking would cost more than everything else.
     */
    void markPresent(Desired all) {
        if (!hasUnmarked) {
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
                settled.recordLookup(entry);
                present.add(entry);
            }
        }
    }

    /**
     * Decides about the summary incident for all alerts that are not shown.
     *
     * @param desired the summary incident as it should be
     */
    void decideSummary(DesiredIncident desired) {
        MirrorEntry entry = mirror.find(desired.id());
        if (entry == null) {
            planOpening(desired, actions);
        } else {
            present.add(entry);
            shown.add(entry);
            matched++;
            planUpdate(entry, desired);
        }
    }

    private void planUpdate(MirrorEntry entry, DesiredIncident desired) {
        long pk = entry.incident().pk();
        if (ledger.isBusy(pk) || ledger.isDoubtful(pk)) {
            return;
        }
        IncidentChange change = diff.between(entry, desired);
        AckPlanner.AckDecision ack = ackPlanner.decide(pk, desired);
        Action acked = ack.action();
        holds.requestPlanAt(ack.dueAt());
        if (acked != null && change.level() == null) {
            actions.add(acked);
        } else if (change.isEmpty()
                || (change.isMetadataOnly() && ledger.peers().mayShareIncidents(now))) {
            if (ack.settled()) {
                settled.settle(desired, entry, mirror);
            }
        } else if (ledger.isRejected(desired)) {
            holds.hold(Hold.Guard.REFUSED, "updates that Argus rejected");
        } else if (change.level() == null && isTooSoon(entry)) {
            return;
        } else {
            actions.add(new Action.Change(desired, pk, entry.incident().sourceIncidentId(), change));
        }
    }

    private boolean isTooSoon(MirrorEntry entry) {
        Instant last = entry.changedAt();
        Instant due = last == null ? Instant.MIN : last.plus(policy.updateInterval());
        // A last change in the future means that the clock was set back.
        if (!due.isAfter(now) || last == null || last.isAfter(now)) {
            return false;
        }
        holds.holdUntilPlan(
                Hold.Guard.UPDATE_INTERVAL,
                "updates less than " + policy.updateInterval().toSeconds() + " s after the last update of"
                        + " the same incident",
                due);
        return true;
    }

    private void planOpening(DesiredIncident desired, List<? super Action.Opening> sink) {
        AlertId id = desired.id();
        if (desired.isHeldAsSuppressed()) {
            holds.hold(
                    Hold.Guard.SUPPRESSED, "alerts not opened while they are suppressed in the source ('suppressed')");
        }
        if (desired.isHeld() || ledger.isBusy(id)) {
            opening += desired.isHeld() ? 0 : 1;
            holds.keepSeenSince(id);
            leaveOutHeld(desired);
            return;
        }
        ClosedIncident last = ledger.ended(id);
        if (ledger.isRejected(desired)) {
            holds.hold(Hold.Guard.REFUSED, "alerts that Argus rejected");
            holds.keepSeenSince(id);
        } else if (last == null) {
            create(desired, id.value(), sink);
        } else if (!ledger.isDoubtful(last.pk())) {
            planReopening(desired, last, sink);
        }
    }

    private void leaveOutHeld(DesiredIncident desired) {
        String reason = desired.heldReason();
        if (reason != null) {
            String word = desired.isHeldAsSuppressed() ? AlertShaper.SUPPRESSED : "held";
            String text = desired.description();
            leftOut.add(word, desired.id().key(), () -> text.isEmpty() ? reason : text + ": " + reason);
        }
    }

    /** Decides about an alert that had an incident recently. */
    private void planReopening(DesiredIncident desired, ClosedIncident last, List<? super Action.Opening> sink) {
        switch (last.by()) {
            case UNKNOWN -> actions.add(new Action.Investigate(desired, last));
            case PERSON -> closedByPerson(desired, last, sink);
            case SOURCE -> {
                if (ledger.peers().isContested(last.pk(), now)) {
                    holds.hold(
                            Hold.Guard.CONTESTED, "alerts whose incident another process with this token ended again");
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
        String sent = ledger.lostWrites().lostIdOf(desired.id());
        String lost = sourceIncidentId.equals(sent) ? null : sent;
        open(new Action.Create(desired, sourceIncidentId, lost), sink);
    }

    @SuppressWarnings("ReferenceEquality") // only alerts wait, the summary does not
    private void open(Action.Opening action, List<? super Action.Opening> sink) {
        if (sink == actions || holds.mayOpen(action.desired())) {
            sink.add(action);
        }
    }

    /** Returns the actions that would open alerts. */
    List<Action.Opening> openings() {
        return openings;
    }

    /** Returns the number of alerts of the snapshot that are open in Argus or being opened. */
    int shown() {
        return matched + opening;
    }

    /** Records how many alerts are not shown because there are too many. */
    void setHidden(int count) {
        hidden = count;
    }

    void add(Action action) {
        actions.add(action);
    }

    /** Marks the summary incident as present. */
    void markSummary(MirrorEntry entry) {
        present.add(entry);
        matched++;
    }

    /** Returns whether no other action on an incident is in progress and its end was not rejected. */
    boolean mayEnd(MirrorEntry entry) {
        long pk = entry.incident().pk();
        AlertId id = entry.id();
        // A busy alert: its create is in progress and a listing has shown the incident before the answer arrived.
        return !ledger.isBusy(pk)
                && !ledger.isDoubtful(pk)
                && !(id != null && ledger.isBusy(id))
                && !ledger.isEndRejected(pk);
    }

    /**
     * Ends an incident, unless that has to wait. If no open alert was seen for it since it is known, it may be open
     * because a person reopened it: then its log has to be checked.
     */
    void end(MirrorEntry entry, Instant at, String reason) {
        Instant returnedAt = ledger.reopened().returnedAt(entry.incident().pk());
        end(entry, at, reason, mirror.hadOpenAlert(entry) ? null : returnedAt == null ? Instant.MIN : returnedAt);
    }

    /** Ends an incident whose alert has an older open incident, even if a person may have reopened it. */
    void endDuplicate(MirrorEntry entry) {
        end(entry, now, "duplicate of an older open incident of the same alert", null);
    }

    private void end(MirrorEntry entry, Instant at, String reason, @Nullable Instant unlessReopenedAfter) {
        Incident incident = entry.incident();
        if (ledger.isEndRejected(incident.pk())) {
            holds.hold(Hold.Guard.REFUSED, "closings that Argus rejected");
        }
        if (mayEnd(entry)) {
            Instant end = at.isAfter(now) ? now : at;
            end = end.isBefore(incident.startTime()) ? incident.startTime() : end;
            actions.add(new Action.End(
                    entry.id(), incident.pk(), incident.sourceIncidentId(), end, reason, unlessReopenedAfter));
        }
    }

    void setMassClose(MassCloseCandidates absent) {
        massClose = absent;
    }

    boolean isPresent(MirrorEntry entry) {
        return present.contains(entry);
    }

    /** Returns the number of open incidents that have an alert in the snapshot. */
    int matched() {
        return matched;
    }

    Plan result() {
        int unknown = policy.closeUnknown() ? 0 : mirror.unrecognised().size();
        return new Plan(
                actions,
                holds.holds(),
                massClose,
                holds.pending(),
                shown,
                quiet,
                unknown,
                hidden,
                leftOut.build(),
                holds.planAt(),
                holds.snapshotAt());
    }
}
