package io.github.argusglue.core.http.hook;

import java.time.Duration;

/** A token bucket: a sustained rate per second, with bursts of ten times as many. Thread-safe. */
final class RateLimit {
    private static final int BURST = 10;
    private static final double SECOND = 1e9;

    private final double perSecond;
    private double left;
    private long countedAt;

    RateLimit(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.left = (double) perSecond * BURST;
        this.countedAt = nanoTime;
    }

    /** Takes one; returns zero, or how long to wait if none is left. */
    synchronized Duration take(long nanoTime) {
        left = Math.min(perSecond * BURST, left + (nanoTime - countedAt) / SECOND * perSecond);
        countedAt = nanoTime;
        if (left >= 1) {
            left--;
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(1, (long) ((1 - left) / perSecond * SECOND)));
    }
}
