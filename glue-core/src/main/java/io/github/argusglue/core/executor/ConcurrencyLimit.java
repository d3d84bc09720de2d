package io.github.argusglue.core.executor;

import java.time.Duration;

/**
 * How many requests to one server run at once. Argus is fastest at about four and gets slower beyond (measured with 1
 * to 16: 35, 57, 72, 68, 59 creates a second), but that depends on its workers: so the limit climbs the hill of
 * throughput, a step at a time, while there is more work than it lets through, and is halved when the server pushes
 * back. Guarded by the executor's lock.
 */
final class ConcurrencyLimit {
    static final int FIRST = 4;
    static final int MOST = 16;
    private static final double NOISE = 0.05;
    private static final int WINDOW_PER_SLOT = 12;

    private int limit = FIRST;
    private int step = 1;
    private double before;
    private int completions;

    /** How many of those under way were sent before the limit was halved: theirs is the same news. */
    private int sentBefore;

    private long windowStart;
    private boolean saturated;

    int limit() {
        return limit;
    }

    /**
     * Takes the end of one request.
     *
     * @param pushedBack whether the server asked for less
     * @param more whether others wait for a slot
     * @param nanoTime of a monotonic clock
     */
    void completed(boolean pushedBack, boolean more, long nanoTime) {
        boolean old = sentBefore > 0;
        sentBefore -= old ? 1 : 0;
        if (pushedBack && old) {
            return;
        }
        if (pushedBack) {
            sentBefore = limit - 1;
            limit = Math.max(1, limit / 2);
            step = 1;
            before = 0;
            saturated = false;
            return;
        }
        if (!more || !saturated) {
            // Without a queue throughput says nothing about the limit: begin a window when there is one.
            saturated = more;
            completions = 0;
            windowStart = nanoTime;
            return;
        }
        completions++;
        long windowNanos = nanoTime - windowStart;
        if (completions >= WINDOW_PER_SLOT * limit
                && windowNanos >= Duration.ofMillis(200).toNanos()) {
            climb(completions * 1e9 / windowNanos);
            completions = 0;
            windowStart = nanoTime;
        }
    }

    private void climb(double throughput) {
        if (before > 0 && throughput < before * (1 + (step > 0 ? NOISE : -NOISE))) {
            // More did not help, or less hurt: go back, and try the other way next time.
            step = -step;
        }
        before = throughput;
        if (limit == 1) {
            // There is one way only, and a server that has got faster must be found out about.
            step = 1;
        }
        limit = Math.min(MOST, Math.max(1, limit + step));
    }
}
