package io.github.argusglue.core.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing wait between attempts, with jitter; reset by a success. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int tries;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** Returns how long to wait before the next attempt: between half and all of a time that doubles each time. */
    public Duration next() {
        Duration full = first.multipliedBy(1L << Math.min(tries, 20));
        tries++;
        long nanos = Math.min(full.toNanos(), longest.toNanos());
        return Duration.ofNanos((long) (nanos * (0.5 + random.nextDouble() / 2)));
    }

    public void reset() {
        tries = 0;
    }
}
