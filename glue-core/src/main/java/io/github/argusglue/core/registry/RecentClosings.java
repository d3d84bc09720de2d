package io.github.argusglue.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What ended recently, and how many incidents were open before. Stored in steps of time, so that it stays small however
 * often plans are made. A step counts as a whole, so rounding can only make the budget smaller.
 *
 * @param steps in order of time
 */
public record RecentClosings(List<TimeStep> steps) {
    /** Nothing is known about the time before the first plan. */
    static final RecentClosings NONE = new RecentClosings(List.of());

    private static final int STEPS = 60;
    private static final int UNKNOWN = -1;

    /**
     * A step of time.
     *
     * @param from its start
     * @param open minimum number of open incidents; negative if not known
     * @param unconfirmed how many ended because their alerts were absent, without confirmation by a later snapshot
     * @param reported how many ended because the source reported it
     */
    record TimeStep(Instant from, int open, int unconfirmed, int reported) {}

    /** Returns a state in which a number of incidents was open and none has ended. */
    static RecentClosings calm(int open, Instant now) {
        return new RecentClosings(List.of(new TimeStep(now, open, 0, 0)));
    }

    /**
     * Returns the state for a plan made now.
     *
     * @param open number of incidents that are open now
     */
    public RecentClosings at(Instant now, int open, Duration within) {
        Duration length = within.dividedBy(STEPS);
        if (!steps.isEmpty() && last().from().plus(length).isAfter(now)) {
            TimeStep last = last();
            return last.open() <= open
                    ? this
                    : withLast(new TimeStep(last.from(), open, last.unconfirmed(), last.reported()));
        }
        List<TimeStep> later = new ArrayList<>();
        for (TimeStep step : steps) {
            if (step.from().plus(length).plus(within).isAfter(now)) {
                later.add(step);
            }
        }
        // The budget may have been used up before a restart, so there is none until the time has passed once.
        later.add(new TimeStep(now, steps.isEmpty() ? UNKNOWN : open, 0, 0));
        return new RecentClosings(later);
    }

    /** Returns how many more may end now: no period within the time may exceed its share. */
    public int left(CloseBudget budget) {
        int ended = 0;
        int left = Integer.MAX_VALUE;
        for (int i = steps.size() - 1; i >= 0; i--) {
            TimeStep step = steps.get(i);
            ended += step.unconfirmed();
            left = Math.min(left, (step.open() < 0 ? 0 : budget.limit(step.open())) - ended);
        }
        return Math.max(0, left);
    }

    /** Returns how many more may end now if the snapshot shows the alerts of only some of the incidents. */
    public int leftOf(int shown, CloseBudget budget) {
        return Math.max(
                0,
                budget.limit(shown)
                        - steps.stream().mapToInt(TimeStep::unconfirmed).sum());
    }

    /** Returns how many ended because the source reported it. */
    public int reported() {
        return steps.stream().mapToInt(TimeStep::reported).sum();
    }

    /** Returns a copy with what ends now. */
    public RecentClosings plus(int unconfirmed, int reported) {
        if (unconfirmed == 0 && reported == 0) {
            return this;
        }
        TimeStep last = last();
        return withLast(
                new TimeStep(last.from(), last.open(), last.unconfirmed() + unconfirmed, last.reported() + reported));
    }

    private TimeStep last() {
        return steps.get(steps.size() - 1);
    }

    private RecentClosings withLast(TimeStep other) {
        List<TimeStep> changed = new ArrayList<>(steps);
        changed.set(changed.size() - 1, other);
        return new RecentClosings(changed);
    }
}
