package io.github.argusglue.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What ended within the last while, and how much was open before that. Kept in steps of time, so that it stays small
 * however often a plan is made; a step counts as a whole, so rounding makes the budget smaller and never larger.
 *
 * @param steps in order of time
 */
public record RecentClosings(List<Step> steps) {
    /** Nothing is known: of what was open before the first plan, and what ended then. */
    public static final RecentClosings NONE = new RecentClosings(List.of());

    private static final int STEPS = 60;
    private static final int UNKNOWN = -1;

    /**
     * A part of the time.
     *
     * @param from when it begins
     * @param open how many incidents were open, at the least; negative if nobody knows
     * @param unconfirmed how many ended because their alerts were gone, without a later snapshot that agreed
     * @param told how many ended because the source said so
     */
    public record Step(Instant from, int open, int unconfirmed, int told) {}

    /** Returns that so many were open until now and none has ended. */
    static RecentClosings calm(int open, Instant now) {
        return new RecentClosings(List.of(new Step(now, open, 0, 0)));
    }

    /**
     * Returns what counts from now on.
     *
     * @param open how many incidents are open now
     */
    public RecentClosings at(Instant now, int open, Duration within) {
        Duration length = within.dividedBy(STEPS);
        if (!steps.isEmpty() && last().from().plus(length).isAfter(now)) {
            Step last = last();
            return last.open() <= open ? this : withLast(new Step(last.from(), open, last.unconfirmed(), last.told()));
        }
        List<Step> later = new ArrayList<>();
        for (Step step : steps) {
            if (step.from().plus(length).plus(within).isAfter(now)) {
                later.add(step);
            }
        }
        // Before a restart as much as the budget may have ended, so until the time is over nothing is left of it.
        later.add(new Step(now, steps.isEmpty() ? UNKNOWN : open, 0, 0));
        return new RecentClosings(later);
    }

    /** Returns how many more may end now: no part of the time, however long, may have more than its share. */
    public int left(CloseBudget budget) {
        int ended = 0;
        int left = Integer.MAX_VALUE;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            ended += step.unconfirmed();
            left = Math.min(left, (step.open() < 0 ? 0 : budget.limit(step.open())) - ended);
        }
        return Math.max(0, left);
    }

    /** Returns how many ended because the source said so. */
    public int told() {
        return steps.stream().mapToInt(Step::told).sum();
    }

    /** Returns this with what ends now. */
    public RecentClosings plus(int unconfirmed, int told) {
        if (unconfirmed == 0 && told == 0) {
            return this;
        }
        Step last = last();
        return withLast(new Step(last.from(), last.open(), last.unconfirmed() + unconfirmed, last.told() + told));
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    private RecentClosings withLast(Step other) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(changed.size() - 1, other);
        return new RecentClosings(changed);
    }
}
