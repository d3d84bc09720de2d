package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pauses requests to a server that is down or that asked the client to wait: after several failures in a row nothing is
 * sent for a growing time with jitter, then a single request is tried. Guarded by the executor's lock.
 */
final class CircuitBreaker {
    private static final int FAILURES = 3;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private int failures;
    private int waits;
    private Instant downUntil = Instant.MIN;
    private Instant retryAfterUntil = Instant.MIN;
    private Instant latest = Instant.MIN;
    private @Nullable String reason;

    CircuitBreaker(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how many requests may run now, given the limit for a working server. */
    int limit(int good, Instant now) {
        if (opensAt(now) != null) {
            return 0;
        }
        return waits > 0 ? 1 : good;
    }

    /** Returns when requests may be sent again; null if they may now. */
    @Nullable
    Instant opensAt(Instant now) {
        adjustToClock(now);
        Instant later = downUntil.isAfter(retryAfterUntil) ? downUntil : retryAfterUntil;
        return later.isAfter(now) ? later : null;
    }

    /** Returns why requests are paused; null if they are not. */
    @Nullable
    String reason() {
        return reason;
    }

    /** Records how a request ended. */
    void recordResult(@Nullable ArgusException failure, Instant now) {
        adjustToClock(now);
        if (failure != null) {
            switch (failure.kind()) {
                case SERVER_DOWN, OUTCOME_UNKNOWN -> {
                    failed(failure, now);
                    return;
                }
                case RATE_LIMITED -> {
                    Instant asked = now.plus(failure.retryAfter().orElse(FIRST_WAIT));
                    retryAfterUntil = asked.isAfter(retryAfterUntil) ? asked : retryAfterUntil;
                    reason = failure.getMessage();
                    return;
                }
                case UNCHECKED_TOKEN, NOT_OWNER -> {
                    return; // nothing was sent
                }
                default -> {
                    // The server answered, so it works.
                }
            }
        }
        failures = 0;
        waits = 0;
        downUntil = Instant.MIN;
        if (!retryAfterUntil.isAfter(now)) {
            reason = null;
        }
    }

    /** Moves the pauses if the clock was set back; otherwise they would become longer by that time. */
    private void adjustToClock(Instant now) {
        if (now.isBefore(latest)) {
            Duration back = Duration.between(now, latest);
            downUntil = downUntil.isAfter(latest) ? downUntil.minus(back) : Instant.MIN;
            retryAfterUntil = retryAfterUntil.isAfter(latest) ? retryAfterUntil.minus(back) : Instant.MIN;
        }
        latest = now;
    }

    private void failed(ArgusException failure, Instant now) {
        failures++;
        if (failures < FAILURES && waits == 0) {
            return;
        }
        if (downUntil.isAfter(now)) {
            // A request that was already running when the breaker opened.
            return;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(waits, 5));
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        downUntil = now.plusMillis((long) (wait.toMillis() * (0.5 + random.nextDouble() / 2)));
        waits++;
        reason = failure.getMessage();
    }
}
