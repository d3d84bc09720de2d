package io.github.argusglue.core.executor;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for other threads. */
public final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private Await() {}

    /** Waits until a condition is met; fails after a timeout. */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + LONGEST.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Checks for a while that something does not happen. */
    public static void never(String what, Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (condition.getAsBoolean()) {
                fail(what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
