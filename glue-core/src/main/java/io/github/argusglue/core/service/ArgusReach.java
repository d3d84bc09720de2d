package io.github.argusglue.core.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Whether the way from this process to an Argus server works. Tried only after requests have failed, on a thread of its
 * own. Thread-safe.
 */
final class ArgusReach {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final Predicate<Duration> probe;
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile boolean lost;
    private volatile long tryAt = System.nanoTime();

    /**
     * Creates it; tries nothing.
     *
     * @param probe tries whether the way works, waiting at each step for at most this long
     */
    ArgusReach(Predicate<Duration> probe) {
        this.probe = probe;
    }

    /**
     * Returns whether the last attempt failed; begins another one if it is due.
     *
     * @param inTrouble whether requests fail
     */
    boolean isLost(boolean inTrouble) {
        if ((inTrouble || lost) && System.nanoTime() - tryAt >= 0 && trying.compareAndSet(false, true)) {
            Thread thread = new Thread(this::attempt, "argus-reach");
            thread.setDaemon(true);
            thread.start();
        }
        return lost;
    }

    private void attempt() {
        try {
            lost = !probe.test(TIMEOUT);
        } finally {
            tryAt = System.nanoTime() + BETWEEN.toNanos();
            trying.set(false);
        }
    }
}
