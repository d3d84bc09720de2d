package io.github.argusglue.core.controller;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a thread that lives on messages still turns: it says how long it is going to wait, and each time that it goes
 * on. Signs are given by that thread, and looked for by any.
 */
final class LoopWatchdog {
    /**
     * Longest time from one sign to the next beyond the wait; reading or writing a small file on a slow disk is well
     * below.
     */
    static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    /** A wait of centuries is as good as one of a day, and cannot overflow. */
    private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

    private final long longestTurn;
    private volatile long due;
    private volatile @Nullable Thread thread;
    private volatile boolean ended;

    LoopWatchdog(Duration longestTurn) {
        this.longestTurn = longestTurn.toNanos();
    }

    /** The thread begins. */
    void begin() {
        turns();
        thread = Thread.currentThread();
    }

    /** The thread waits for a message, this long at most. */
    void waits(long nanos) {
        due = System.nanoTime() + Math.min(nanos, LONGEST_WAIT) + longestTurn;
    }

    /** The thread goes on. */
    void turns() {
        due = System.nanoTime() + longestTurn;
    }

    /** The thread ends as it should. */
    void end() {
        ended = true;
    }

    /**
     * Returns what is wrong with the thread, and where it is; null if it has not begun, turns, or has ended as it
     * should.
     */
    @Nullable
    String trouble() {
        Thread watched = thread;
        if (watched == null || ended) {
            return null;
        } else if (!watched.isAlive()) {
            return "its thread has died, see the log: restart argus-glue";
        }
        long late = System.nanoTime() - due;
        if (late < 0) {
            return null;
        }
        StackTraceElement[] stack = watched.getStackTrace();
        String where = stack.length == 0 ? "" : ", in " + stack[0].getClassName() + "." + stack[0].getMethodName();
        return "its thread has not gone on for "
                + Duration.ofNanos(late + longestTurn).toSeconds() + " s" + where
                + ": restart argus-glue, and report it";
    }
}
