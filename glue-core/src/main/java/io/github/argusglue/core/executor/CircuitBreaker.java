package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps us from hammering a server that is down, or that asked us to wait: after a few failures in a row nothing is
 * sent for a growing, jittered while, then a single request tries. Guarded by the executor's lock.
 */
final class CircuitBreaker {
    private static final int FAILURES = 3;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private int failures;
    private int waits;
    private Instant downUntil = Instant.MIN;
    private Instant askedUntil = Instant.MIN;
    private Instant latest = Instant.MIN;
    private @Nullable String reason;

    CircuitBreaker(RandomGenerator random) {
        this.random = random;
    }

    /** Tells how many requests may be under way now, given a limit for good times. */
    int limit(int good, Instant now) {
        if (opensAt(now) != null) {
            return 0;
        }
        return waits > 0 ? 1 : good;
    }

    /** Returns when something may be sent again; null if it may now. */
    @Nullable
    Instant opensAt(Instant now) {
        follow(now);
        Instant later = downUntil.isAfter(askedUntil) ? downUntil : askedUntil;
        return later.isAfter(now) ? later : null;
    }

    /** Returns why nothing is sent; null if all is well. */
    @Nullable
    String reason() {
        return reason;
    }

    /** Takes how a request ended. */
    void note(@Nullable ArgusException failure, Instant now) {
        follow(now);
        if (failure != null) {
            switch (failure.kind()) {
                case SERVER_DOWN, OUTCOME_UNKNOWN -> {
                    failed(failure, now);
                    return;
                }
                case RATE_LIMITED -> {
                    Instant asked = now.plus(failure.retryAfter().orElse(FIRST_WAIT));
                    askedUntil = asked.isAfter(askedUntil) ? asked : askedUntil;
                    reason = failure.getMessage();
                    return;
                }
                case UNCHECKED_TOKEN -> {
                    return; // nothing was sent
                }
                default -> {
                    // The server answered: it is there.
                }
            }
        }
        failures = 0;
        waits = 0;
        downUntil = Instant.MIN;
        if (!askedUntil.isAfter(now)) {
            reason = null;
        }
    }

    /** When the clock is set back the waits are, too: else they would take as much longer. */
    private void follow(Instant now) {
        if (now.isBefore(latest)) {
            Duration back = Duration.between(now, latest);
            downUntil = downUntil.isAfter(latest) ? downUntil.minus(back) : Instant.MIN;
            askedUntil = askedUntil.isAfter(latest) ? askedUntil.minus(back) : Instant.MIN;
        }
        latest = now;
    }

    private void failed(ArgusException failure, Instant now) {
        failures++;
        if (failures < FAILURES && waits == 0) {
            return;
        }
        if (downUntil.isAfter(now)) {
            // One of those that were under way when it closed.
            return;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(waits, 5));
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        downUntil = now.plusMillis((long) (wait.toMillis() * (0.5 + random.nextDouble() / 2)));
        waits++;
        reason = failure.getMessage();
    }
}
