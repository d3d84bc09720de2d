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
 * Decides which incidents whose alert is gone may end now, and which wait for a later snapshot to agree. A few may end
 * at once: no more within a time than a share of what was open at its begin. Beyond that, and where nothing would stay
 * open, all of them wait until a snapshot agrees that was taken later by at least the time between two regular ones.
 */
final class MassCloseGuard {
    private final PlanBuilder planning;
    private final Desired desired;
    private final CloseBudget budget;
    private final MassCloseCandidates before;
    private final int open;
    private final Map<Long, MassCloseCandidates.Absence> known = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean someStay;
    private int told;
    private int unconfirmed;
    private int waiting;

    MassCloseGuard(PlanBuilder planning, Desired desired) {
        this.planning = planning;
        this.desired = desired;
        this.budget = planning.policy.closeBudget();
        this.before = planning.ledger.absentees();
        this.open = planning.mirror.recognised();
    }

    /** Notes that this snapshot misses an alert, whose incident stays open for another reason. */
    void missed(MirrorEntry entry) {
        long pk = entry.incident().pk();
        MassCloseCandidates.Absence earlier = before.known().get(pk);
        known.put(pk, earlier == null ? new MassCloseCandidates.Absence(desired.steadyAt(), false) : earlier);
    }

    /** Notes that this snapshot does not know whether an alert is over: it neither agrees nor speaks against it. */
    void unknown(MirrorEntry entry) {
        long pk = entry.incident().pk();
        MassCloseCandidates.Absence earlier = before.known().get(pk);
        if (earlier != null) {
            known.put(pk, earlier);
        }
        someStay = true;
    }

    /** Notes that an incident stays open though its alert is gone. */
    void stays() {
        someStay = true;
    }

    /** Notes that an incident ends because the source said so. */
    void told(MirrorEntry entry) {
        told += isLet(entry) ? 0 : 1;
        let(entry);
    }

    /** Takes an incident that is to end if it may. */
    void candidate(MirrorEntry entry, Instant at, String reason) {
        missed(entry);
        candidates.add(new Candidate(entry, at, reason));
    }

    /** Tells whether an incident was found to be one that may end, and its alert was not seen since. */
    boolean isLet(MirrorEntry entry) {
        MassCloseCandidates.Absence earlier =
                before.known().get(entry.incident().pk());
        return earlier != null && earlier.let();
    }

    /** Ends what may end. */
    void decide() {
        RecentClosings recent = before.recent().at(desired.steadyAt(), open, budget.within());
        boolean fits = fits(recent);
        Instant first = null;
        for (Candidate candidate : candidates) {
            boolean agreed = isAgreedUpon(candidate.entry());
            if (agreed || (fits && !isStranger(candidate.entry()))) {
                unconfirmed += agreed ? 0 : 1;
                let(candidate.entry());
                planning.end(candidate.entry(), candidate.at(), candidate.reason());
            } else {
                waiting++;
                first = earlier(first, since(candidate.entry()));
            }
        }
        if (first != null) {
            hold(fits, first.plus(planning.policy.confirmAfter()));
        }
        remember(recent.plus(unconfirmed, told));
    }

    private void remember(RecentClosings recent) {
        int lately = recent.told();
        planning.await(new MassCloseCandidates(known, waiting, budget.isStorm(lately, open) ? lately : 0, recent));
    }

    /** Many at once are a reason to doubt all of them. */
    private boolean fits(RecentClosings recent) {
        if (budget.isOff()) {
            return true;
        }
        boolean allGone = planning.matched() == 0 && !someStay;
        long news = candidates.stream()
                .filter(candidate -> !isLet(candidate.entry()))
                .count();
        return !allGone && news <= recent.left(budget);
    }

    private boolean isAgreedUpon(MirrorEntry entry) {
        Instant since = since(entry);
        boolean released = planning.waiting.isReleased(entry.incident().pk());
        boolean later = since.isBefore(desired.steadyAt())
                && !since.plus(planning.policy.confirmAfter()).isAfter(desired.steadyAt());
        return released || isLet(entry) || later;
    }

    /** Its maker may be another process, whose source sees things a little earlier than ours. */
    private boolean isStranger(MirrorEntry entry) {
        return planning.ledger.peers().isStranger(entry.incident().pk());
    }

    private void hold(boolean fits, Instant due) {
        // What is due is told by the clock on the wall.
        Instant dueAt = desired.takenAt().plus(Duration.between(desired.steadyAt(), due));
        if (fits) {
            planning.waiting.untilLooked(
                    Hold.Guard.STRANGER,
                    "closings of incidents that no alert explains: waiting for a later snapshot to agree",
                    dueAt,
                    waiting);
        } else {
            planning.waiting.untilLooked(
                    Hold.Guard.MASS_CLOSE,
                    "closings out of " + open + " open: waiting for a later snapshot to agree",
                    dueAt,
                    waiting);
        }
    }

    private Instant since(MirrorEntry entry) {
        MassCloseCandidates.Absence absence = known.get(entry.incident().pk());
        return absence == null ? desired.steadyAt() : absence.since();
    }

    private void let(MirrorEntry entry) {
        known.put(entry.incident().pk(), new MassCloseCandidates.Absence(since(entry), true));
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** An incident that may be over. */
    private record Candidate(MirrorEntry entry, Instant at, String reason) {}
}
