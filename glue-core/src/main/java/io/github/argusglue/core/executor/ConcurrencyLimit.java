package io.github.argusglue.core.executor;

import java.time.Duration;

/**
 * Limits how many requests to one server run at once. Argus is fastest with about four (measured with 1 to 16: 35, 57,
 * 72, 68, 59 creates per second), but that depends on its workers. So the limit changes step by step in the direction
 * that increases the throughput while tasks are waiting, and is halved when the server pushes back. Guarded by the
 * executor's lock.
 */
final class ConcurrencyLimit {
    static final int INITIAL = 4;
    static final int MAX = 16;
    private static final double NOISE = 0.05;
    private static final int WINDOW_PER_SLOT = 12;

    private int limit = INITIAL;
    private int step = 1;
    private double previousThroughput;
    private int completions;

    /** Number of running requests that were sent before the limit was halved; their failures do not halve it again. */
    private int sentBeforeHalving;

    private long windowStart;
    private boolean saturated;

    int limit() {
        return limit;
    }

    /**
     * Records the end of one request.
     *
     * @param pushedBack whether the server was overloaded
     * @param more whether tasks are waiting
     * @param nanoTime time of a monotonic clock
     */
    void completed(boolean pushedBack, boolean more, long nanoTime) {
        boolean old = sentBeforeHalving > 0;
        sentBeforeHalving -= old ? 1 : 0;
        if (pushedBack && old) {
            return;
        }
        if (pushedBack) {
            sentBeforeHalving = limit - 1;
            limit = Math.max(1, limit / 2);
            step = 1;
            previousThroughput = 0;
            saturated = false;
            return;
        }
        if (!more || !saturated) {
            // Throughput says nothing about the limit unless tasks are waiting: start a window when there are some.
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
        if (previousThroughput > 0 && throughput < previousThroughput * (1 + (step > 0 ? NOISE : -NOISE))) {
            // A higher limit did not help, or a lower one hurt: change direction.
            step = -step;
        }
        previousThroughput = throughput;
        if (limit == 1) {
            // The only direction is up, and a server that has become faster has to be noticed.
            step = 1;
        }
        limit = Math.min(MAX, Math.max(1, limit + step));
    }
}
