package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for a state of another process by polling, with a deadline. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    private Await() {}

    /** Returns once {@code look} returns {@code wanted}; fails with the last value at the deadline. */
    public static <T> void equal(Duration limit, String what, T wanted, Callable<T> look) {
        same(limit, what, () -> wanted, look);
    }

    /** Returns once two things that may both change are equal; fails with their last values at the deadline. */
    static <T> void same(Duration limit, String what, Callable<T> wanted, Callable<T> look) {
        same(limit, PAUSE, what, wanted, look);
    }

    private static <T> void same(Duration limit, Duration pause, String what, Callable<T> first, Callable<T> look) {
        long end = System.nanoTime() + limit.toNanos();
        T wanted = see(first);
        T seen = see(look);
        while (!Objects.equals(wanted, seen)) {
            if (System.nanoTime() > end) {
                assertEquals(wanted, seen, what + ", after " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(pause.toNanos());
            wanted = see(first);
            seen = see(look);
        }
    }

    /** Returns once {@code look} returns true. */
    public static void that(Duration limit, String what, Callable<Boolean> look) {
        equal(limit, what, true, look);
    }

    /** Returns once {@code look} returns true; looks once a second, for what takes much time to look at. */
    public static void slowly(Duration limit, String what, Callable<Boolean> look) {
        same(limit, LONG_PAUSE, what, () -> true, look);
    }

    /** Polls for the whole {@code span} and fails as soon as {@code look} returns anything but {@code wanted}. */
    static <T> void staysEqual(Duration span, String what, T wanted, Callable<T> look) {
        long end = System.nanoTime() + span.toNanos();
        do {
            assertEquals(wanted, see(look), what);
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < end);
    }

    private static <T extends @Nullable Object> T see(Callable<T> look) {
        try {
            return look.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("could not look", e);
        }
    }
}
