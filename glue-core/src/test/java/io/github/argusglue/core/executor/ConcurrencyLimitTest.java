package io.github.argusglue.core.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConcurrencyLimitTest {
    private final ConcurrencyLimit limit = new ConcurrencyLimit();
    private final Random random = new Random(5);
    private long nanos;

    @ParameterizedTest(name = "a server that is fastest with {0} at once, noise {1} %")
    @CsvSource({"1, 0", "2, 0", "4, 0", "8, 0", "12, 0", "2, 2", "4, 2", "8, 2"})
    void findsWhatTheServerIsFastestWith(int best, int noise) {
        IntToDoubleFunction throughput = hill(best);
        serve(40_000, throughput, noise);

        double average = serve(40_000, throughput, noise);

        assertTrue(Math.abs(average - best) <= Math.max(1, best / 4.0), "runs about " + average + " at once");
    }

    @Test
    void followsAServerThatChanges() {
        serve(40_000, hill(8), 0);

        assertEquals(2, serve(40_000, hill(2), 0), 1.0);
        assertEquals(8, serve(80_000, hill(8), 0), 2.5);
    }

    @Test
    void climbsAgainFromOneAtATime() {
        serve(20_000, parallel -> 30, 0); // as if behind a lock

        assertTrue(serve(80_000, hill(8), 0) > 5);
    }

    @Test
    void limitIsUnchangedWithoutWork() {
        for (int i = 0; i < 10_000; i++) {
            limit.completed(false, false, nanos += 10_000_000);
        }
        assertEquals(ConcurrencyLimit.INITIAL, limit.limit());
    }

    @Test
    void isHalvedWhenTheServerPushesBack() {
        limit.completed(true, true, nanos);

        assertEquals(2, limit.limit());
    }

    @Test
    void simultaneousPushBacksHalveItOnce() {
        serve(80_000, hill(12), 0);
        int before = limit.limit();
        assertTrue(before >= 8, "at " + before);

        for (int i = 0; i < before; i++) {
            limit.completed(true, true, nanos);
        }

        assertEquals(before / 2, limit.limit());
        limit.completed(true, true, nanos);
        assertEquals(before / 4, limit.limit(), "that one was sent after the halving");
    }

    @Test
    void isBetweenOneAndTheMaximum() {
        for (int i = 0; i < 100; i++) {
            limit.completed(true, true, nanos);
            assertTrue(limit.limit() >= 1);
        }
        for (int i = 0; i < 200_000; i++) {
            limit.completed(false, true, nanos += (long) (1e9 / (100.0 * limit.limit())));
            assertTrue(limit.limit() >= 1 && limit.limit() <= ConcurrencyLimit.MAX);
        }
        assertTrue(limit.limit() >= ConcurrencyLimit.MAX - 2, "a server without bounds: " + limit.limit());
    }

    /** Throughput that grows up to a concurrency and falls beyond. */
    private static IntToDoubleFunction hill(int best) {
        return parallel -> 30.0 * Math.min(parallel, best) * Math.pow(0.85, Math.max(0, parallel - best));
    }

    /** Serves a number of requests; returns the average concurrency. */
    private double serve(int requests, IntToDoubleFunction throughput, int noisePercent) {
        long sum = 0;
        for (int i = 0; i < requests; i++) {
            double noise = 1 + (random.nextDouble() * 2 - 1) * noisePercent / 100;
            nanos += (long) (1e9 / (throughput.applyAsDouble(limit.limit()) * noise));
            limit.completed(false, true, nanos);
            sum += limit.limit();
        }
        return (double) sum / requests;
    }
}
