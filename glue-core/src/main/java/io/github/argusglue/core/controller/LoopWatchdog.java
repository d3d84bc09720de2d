package io.github.argusglue.core.controller;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Detects a message loop that hangs. The loop's thread reports how long it is going to wait for a message, and each
 * iteration. Any thread may ask for a problem.
 */
final class LoopWatchdog {
    /**
     * Longest time between two reports, not counting the wait. Reading or writing a small file on a slow disk takes
     * much less.
     */
    static final Duration MAX_ITERATION = Duration.ofSeconds(30);

    /** Longer waits are cut to this, so that the deadline cannot overflow. */
    private static final long MAX_WAIT = Duration.ofDays(1).toNanos();

    private final long maxIteration;
    private volatile long deadline;
    private volatile @Nullable Thread thread;
    private volatile boolean stopped;

    LoopWatchdog(Duration maxIteration) {
        this.maxIteration = maxIteration.toNanos();
    }

    /** The thread starts. */
    void start() {
        beginIteration();
        thread = Thread.currentThread();
    }

    /** The thread is about to wait for a message, for at most this time. */
    void beginWait(long nanos) {
        deadline = System.nanoTime() + Math.min(nanos, MAX_WAIT) + maxIteration;
    }

    /** The thread begins an iteration. */
    void beginIteration() {
        deadline = System.nanoTime() + maxIteration;
    }

    /** The thread is about to end normally. */
    void stop() {
        stopped = true;
    }

    /**
     * Returns what is wrong with the thread, and where it hangs; null if it has not started, is running, or has ended
     * normally.
     */
    @Nullable
    String problem() {
        Thread watched = thread;
        if (watched == null || stopped) {
            return null;
        } else if (!watched.isAlive()) {
            return "its thread has died, see the log: restart argus-glue";
        }
        long overdue = System.nanoTime() - deadline;
        if (overdue < 0) {
            return null;
        }
        StackTraceElement[] stack = watched.getStackTrace();
        String where = stack.length == 0 ? "" : ", in " + stack[0].getClassName() + "." + stack[0].getMethodName();
        return "its thread has been stuck for "
                + Duration.ofNanos(overdue + maxIteration).toSeconds() + " s" + where
                + ": restart argus-glue and report this";
    }
}
