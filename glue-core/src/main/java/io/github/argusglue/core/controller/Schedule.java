package io.github.argusglue.core.controller;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a loop does what next. Times of the monotonic clock, in nanoseconds. Owned by the thread of the loop. */
final class Schedule {
    private static final Duration HINT_GAP = Duration.ofMillis(100);

    /** Hints take one part in so many of the time. */
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
    private long hintsFrom = nextCycle;

    /** When the snapshot under way was begun, if it is for a hint. */
    private long hintBegun = NEVER;

    private long nextListing = nextCycle;
    private long nextCount = nextCycle;
    private long replanAt = NEVER;

    /** When what a guard holds is due; whoever waits for the loop to come to rest does not wait for this. */
    private long holdPlanAt = NEVER;

    private long holdSnapshotAt = NEVER;
    private long lookAt = nextCycle;
    private long publishAt = nextCycle;

    /**
     * Makes one: everything is due.
     *
     * @param resync between two questions whether all that is open is known
     * @param fullListing between two listings of what is open, give or take a quarter by chance: many sources that
     *     begin together are not to list together
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

    boolean mayHint(long now) {
        return now - hintsFrom >= 0;
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

    /** Tells whether a snapshot is wanted because of what a guard holds. */
    boolean isSnapshotDue(long now) {
        return holdSnapshotAt != NEVER && now - holdSnapshotAt >= 0 && mayHint(now);
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

    /** A cycle begins that puts off the next one. */
    void cycleBegins(long now) {
        lastCycle = now;
        nextCycle = now + interval.toNanos();
    }

    /** A hint was followed: those that come closely after it become one. The first one waits for nothing. */
    void coalesceHints(long now) {
        hintBegun = now;
        hintsFrom = now + HINT_GAP.toNanos();
        holdSnapshotAt = NEVER;
    }

    /**
     * A snapshot that a hint has asked for is taken and planned. The next hint waits so long that hints take a tenth of
     * the time at most, however long one takes; no longer than an interval, since a snapshot comes then anyway.
     */
    void snapshotPlanned(long now) {
        if (hintBegun != NEVER) {
            long gap = Math.max(HINT_GAP.toNanos(), (HINT_SHARE - 1) * (now - hintBegun));
            hintsFrom = Math.max(hintsFrom, now + Math.min(gap, interval.toNanos()));
            hintBegun = NEVER;
        }
    }

    void nextCycleIn(Duration wait) {
        nextCycle = System.nanoTime() + wait.toNanos();
    }

    /** The source failed. A hint tries at once, unless the source has asked for patience or is known to fail. */
    void sourceFailed(Duration wait, boolean patient) {
        nextCycle = lastCycle + wait.toNanos();
        hintBegun = NEVER;
        long gap = patient ? wait.toNanos() : Math.min(wait.toNanos(), HINT_GAP_FAILING.toNanos());
        hintsFrom = Math.max(hintsFrom, System.nanoTime()) + gap;
    }

    void listed() {
        double share = 0.75 + random.nextDouble() / 2;
        nextListing = System.nanoTime() + (long) (share * fullListing.toNanos());
        counted();
    }

    /** Argus counts what we know. */
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

    /** What a guard holds is due when another plan is made then. */
    void holdIsPlannedIn(Duration wait) {
        holdPlanAt = System.nanoTime() + wait.toNanos();
    }

    /** What a guard holds is due when a snapshot taken then still says the same. */
    void holdIsLookedAtIn(Duration wait) {
        holdSnapshotAt = System.nanoTime() + wait.toNanos();
    }

    void published(long now) {
        publishAt = now + PUBLISH_EVERY.toNanos();
    }

    /** Everything waits for the next cycle, which is an interval away. */
    void startAfresh() {
        nextCycleIn(interval);
        planned();
        lookAt = nextCycle;
    }

    /** Returns when a loop that waits has to do something. */
    long due(boolean hinted, boolean lookWanted) {
        long due = hinted ? Math.min(hintsFrom, nextCycle) : nextCycle;
        long held = Math.min(holdPlanAt, holdSnapshotAt == NEVER ? NEVER : Math.max(holdSnapshotAt, hintsFrom));
        return Math.min(Math.min(due, held), Math.min(replanAt, lookWanted ? lookAt : nextCycle));
    }

    long nextCycle() {
        return nextCycle;
    }
}
