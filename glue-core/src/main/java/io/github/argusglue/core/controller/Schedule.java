package io.github.argusglue.core.controller;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a loop has to do something next. All times are nanoseconds of the monotonic clock. Owned by the thread of the
 * loop.
 */
final class Schedule {
    private static final Duration HINT_GAP = Duration.ofMillis(100);

    /** Snapshots for hints take at most one part in this many of the time. */
    private static final int HINT_SHARE = 10;

    private static final Duration HINT_GAP_FAILING = Duration.ofSeconds(5);
    private static final Duration PUBLISH_EVERY = Duration.ofMillis(100);
    private static final long NEVER = Long.MAX_VALUE;

    private final Duration interval;
    private final Duration resync;
    private final Duration fullListing;
    private final RandomGenerator random;
    private long nextCycle = System.nanoTime();
    private long lastCycle = nextCycle;
    private long nextHint = nextCycle;

    /** When the snapshot in progress was started, if it is for a hint. */
    private long hintStarted = NEVER;

    private long nextListing = nextCycle;
    private long nextCount = nextCycle;
    private long replanAt = NEVER;

    /** When held actions are due with a plan. Waiting for the loop to settle does not wait for this. */
    private long holdPlanAt = NEVER;

    private long holdSnapshotAt = NEVER;
    private long lookAt = nextCycle;
    private long publishAt = nextCycle;

    /**
     * Makes a schedule in which everything is due.
     *
     * @param resync time between two checks whether all open incidents are known
     * @param fullListing time between two listings of the open incidents, randomised by up to a quarter, so that many
     *     sources that start together do not list at the same time
     */
    Schedule(Duration interval, Duration resync, Duration fullListing, RandomGenerator random) {
        this.interval = interval;
        this.resync = resync;
        this.fullListing = fullListing;
        this.random = random;
    }

    boolean isCycleDue(long now) {
        return now - nextCycle >= 0;
    }

    boolean mayFollowHint(long now) {
        return now - nextHint >= 0;
    }

    boolean isListingDue(long now) {
        return now - nextListing >= 0;
    }

    boolean isCountDue(long now) {
        return now - nextCount >= 0;
    }

    boolean isPlanDue(long now) {
        return (replanAt != NEVER && now - replanAt >= 0) || (holdPlanAt != NEVER && now - holdPlanAt >= 0);
    }

    /** Returns whether a snapshot is needed for held actions. */
    boolean isSnapshotDue(long now) {
        return holdSnapshotAt != NEVER && now - holdSnapshotAt >= 0 && mayFollowHint(now);
    }

    boolean isPlanWaiting() {
        return replanAt != NEVER;
    }

    boolean mayLook(long now) {
        return now - lookAt >= 0;
    }

    boolean mayPublish(long now) {
        return now - publishAt >= 0;
    }

    /** A cycle begins; the next one is due an interval later. */
    void beginCycle(long now) {
        lastCycle = now;
        nextCycle = now + interval.toNanos();
    }

    /** A hint is followed. Hints that come shortly after it are combined into one; the first one is not delayed. */
    void coalesceHints(long now) {
        hintStarted = now;
        nextHint = now + HINT_GAP.toNanos();
        holdSnapshotAt = NEVER;
    }

    /**
     * A snapshot for a hint has been taken and planned. Delays the next hint so that hints take at most a tenth of the
     * time, however long a snapshot takes; but by no more than an interval, because a snapshot is taken then anyway.
     */
    void snapshotPlanned(long now) {
        if (hintStarted != NEVER) {
            long gap = Math.max(HINT_GAP.toNanos(), (HINT_SHARE - 1) * (now - hintStarted));
            nextHint = Math.max(nextHint, now + Math.min(gap, interval.toNanos()));
            hintStarted = NEVER;
        }
    }

    void nextCycleIn(Duration wait) {
        nextCycle = System.nanoTime() + wait.toNanos();
    }

    /**
     * The source failed. A hint triggers an attempt soon, unless the source named a time to retry.
     *
     * @param retryAfterGiven whether the source named a time to retry
     */
    void sourceFailed(Duration wait, boolean retryAfterGiven) {
        nextCycle = lastCycle + wait.toNanos();
        hintStarted = NEVER;
        long gap = retryAfterGiven ? wait.toNanos() : Math.min(wait.toNanos(), HINT_GAP_FAILING.toNanos());
        nextHint = Math.max(nextHint, System.nanoTime()) + gap;
    }

    void listed() {
        double share = 0.75 + random.nextDouble() / 2;
        nextListing = System.nanoTime() + (long) (share * fullListing.toNanos());
        counted();
    }

    /** The count in Argus matches. */
    void counted() {
        nextCount = System.nanoTime() + resync.toNanos();
    }

    void lookAgainIn(Duration wait) {
        lookAt = System.nanoTime() + wait.toNanos();
    }

    void planIn(Duration wait) {
        replanAt = Math.min(replanAt, System.nanoTime() + wait.toNanos());
    }

    void planned() {
        replanAt = NEVER;
        holdPlanAt = NEVER;
        holdSnapshotAt = NEVER;
    }

    /** Held actions are due with a plan made after this time. */
    void planForHoldIn(Duration wait) {
        holdPlanAt = System.nanoTime() + wait.toNanos();
    }

    /** Held actions are due if a snapshot taken after this time confirms them. */
    void snapshotForHoldIn(Duration wait) {
        holdSnapshotAt = System.nanoTime() + wait.toNanos();
    }

    void published(long now) {
        publishAt = now + PUBLISH_EVERY.toNanos();
    }

    /** Delays everything until the next cycle, an interval from now. */
    void reset() {
        nextCycleIn(interval);
        planned();
        lookAt = nextCycle;
    }

    /** Returns when a waiting loop has to do something. */
    long due(boolean hinted, boolean lookWanted) {
        long due = hinted ? Math.min(nextHint, nextCycle) : nextCycle;
        long held = Math.min(holdPlanAt, holdSnapshotAt == NEVER ? NEVER : Math.max(holdSnapshotAt, nextHint));
        return Math.min(Math.min(due, held), Math.min(replanAt, lookWanted ? lookAt : nextCycle));
    }

    long nextCycle() {
        return nextCycle;
    }
}
