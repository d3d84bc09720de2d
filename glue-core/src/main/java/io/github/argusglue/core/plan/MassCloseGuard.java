package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.CloseBudget;
import io.github.argusglue.core.registry.MassCloseCandidates;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.registry.RecentClosings;
import io.github.argusglue.core.shape.Desired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which incidents with an absent alert may end now, and which wait for confirmation by a later snapshot. A few
 * may end at once: within a period, at most a share of the incidents that were open at its start. Beyond that, and if
 * none would stay open, all of them wait for a snapshot that is taken at least one interval later and confirms it.
 * Incidents of scopes that could not be read do not count: the share is one of the others.
 */
final class MassCloseGuard {
    private final PlanBuilder builder;
    private final Desired desired;
    private final CloseBudget budget;
    private final MassCloseCandidates before;
    private final int open;
    private final Map<Long, MassCloseCandidates.Absence> known = new HashMap<>();
    private final List<CloseCandidate> candidates = new ArrayList<>();
    private boolean someStay;
    private int reported;
    private int unread;
    private int unconfirmed;
    private int waiting;

    MassCloseGuard(PlanBuilder builder, Desired desired) {
        this.builder = builder;
        this.desired = desired;
        this.budget = builder.policy.closeBudget();
        this.before = builder.ledger.massCloseCandidates();
        this.open = builder.mirror.recognised();
    }

    /** Records that an alert is absent from this snapshot and its incident stays open for another reason. */
    void recordAbsent(MirrorEntry entry) {
        long pk = entry.incident().pk();
        MassCloseCandidates.Absence earlier = before.known().get(pk);
        known.put(pk, earlier == null ? new MassCloseCandidates.Absence(desired.steadyAt(), false) : earlier);
    }

    /** Records that this snapshot does not show whether an alert has ended: it is no confirmation and no objection. */
    void recordUnknown(MirrorEntry entry) {
        long pk = entry.incident().pk();
        MassCloseCandidates.Absence earlier = before.known().get(pk);
        if (earlier != null) {
            known.put(pk, earlier);
        }
        someStay = true;
    }

    /**
     * Records that the alert of an incident was not read. If the rest of the snapshot is complete, the incident does
     * not count: what is known about other alerts says nothing about it, and it does not make them more credible.
     */
    void recordUnread(MirrorEntry entry) {
        boolean someStayed = someStay;
        recordUnknown(entry);
        if (desired.completeness().partialReason() == null) {
            someStay = someStayed;
            unread++;
        }
    }

    /** Records that an incident stays open although its alert is absent. */
    void recordStays() {
        someStay = true;
    }

    /** Records that an incident ends because the source reports it. */
    void reported(MirrorEntry entry) {
        reported += mayEnd(entry) ? 0 : 1;
        allow(entry);
    }

    /** Adds an incident that should end if the guard agrees. */
    void addCandidate(MirrorEntry entry, Instant at, String reason) {
        recordAbsent(entry);
        candidates.add(new CloseCandidate(entry, at, reason));
    }

    /** Returns whether an earlier plan decided that an incident may end and its alert has not been seen since. */
    boolean mayEnd(MirrorEntry entry) {
        MassCloseCandidates.Absence earlier =
                before.known().get(entry.incident().pk());
        return earlier != null && earlier.mayEnd();
    }

    /** Decides, and ends the incidents that may end. */
    void decide() {
        RecentClosings recent = before.recent().at(desired.steadyAt(), open, budget.within());
        boolean fits = fits(recent);
        Instant first = null;
        for (CloseCandidate candidate : candidates) {
            boolean agreed = isConfirmed(candidate.entry());
            if (agreed || (fits && !isUnexplained(candidate.entry()))) {
                unconfirmed += agreed ? 0 : 1;
                allow(candidate.entry());
                builder.end(candidate.entry(), candidate.at(), candidate.reason());
            } else {
                waiting++;
                first = earlier(first, since(candidate.entry()));
            }
        }
        if (first != null) {
            hold(fits, first.plus(builder.policy.confirmAfter()));
        }
        remember(recent.plus(unconfirmed, reported));
    }

    private void remember(RecentClosings recent) {
        int lately = recent.reported();
        builder.setMassClose(
                new MassCloseCandidates(known, waiting, budget.isStorm(lately, open) ? lately : 0, recent));
    }

    /** Returns whether the number of ends is within the budget; many at once cast doubt on all of them. */
    private boolean fits(RecentClosings recent) {
        if (budget.isOff()) {
            return true;
        }
        boolean allGone = builder.matched() == 0 && !someStay;
        long news = candidates.stream()
                .filter(candidate -> !mayEnd(candidate.entry()))
                .count();
        return !allGone && news <= recent.left(budget) && (unread == 0 || news <= recent.leftOf(open - unread, budget));
    }

    private boolean isConfirmed(MirrorEntry entry) {
        Instant since = since(entry);
        boolean released = builder.holds.isReleased(entry.incident().pk());
        boolean later = since.isBefore(desired.steadyAt())
                && !since.plus(builder.policy.confirmAfter()).isAfter(desired.steadyAt());
        return released || mayEnd(entry) || later;
    }

    /** Returns whether another process may have created it, whose source is a little ahead of ours. */
    private boolean isUnexplained(MirrorEntry entry) {
        return builder.ledger.peers().isUnexplained(entry.incident().pk());
    }

    private void hold(boolean fits, Instant due) {
        // Times shown to people are by the wall clock.
        Instant dueAt = desired.takenAt().plus(Duration.between(desired.steadyAt(), due));
        if (fits) {
            builder.holds.holdUntilSnapshot(
                    Hold.Guard.UNEXPLAINED,
                    "closings of incidents that no alert explains: waiting for a later snapshot to confirm",
                    dueAt,
                    waiting);
        } else {
            builder.holds.holdUntilSnapshot(
                    Hold.Guard.MASS_CLOSE,
                    "closings out of " + (open - unread) + " open: waiting for a later snapshot to confirm",
                    dueAt,
                    waiting);
        }
    }

    private Instant since(MirrorEntry entry) {
        MassCloseCandidates.Absence absence = known.get(entry.incident().pk());
        return absence == null ? desired.steadyAt() : absence.since();
    }

    private void allow(MirrorEntry entry) {
        known.put(entry.incident().pk(), new MassCloseCandidates.Absence(since(entry), true));
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** An incident whose alert may have ended. */
    private record CloseCandidate(MirrorEntry entry, Instant at, String reason) {}
}
