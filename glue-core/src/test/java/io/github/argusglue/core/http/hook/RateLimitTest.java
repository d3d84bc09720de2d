package io.github.argusglue.core.http.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The monotonic clock can start anywhere and overflow. */
    private long now = Long.MAX_VALUE - SECOND;

    private final RateLimit limit = new RateLimit(5, now);

    @Test
    void aBurstOfTenTimesTheRateIsAllowed() {
        for (int i = 0; i < 50; i++) {
            assertTrue(limit.take(now).isZero());
        }
        Duration wait = limit.take(now);
        assertEquals(Duration.ofMillis(200), wait);

        now += wait.toNanos();
        assertTrue(limit.take(now).isZero());
        assertFalse(limit.take(now).isZero());
        now += 2 * SECOND;
        for (int i = 0; i < 10; i++) {
            assertTrue(limit.take(now).isZero());
        }
        assertFalse(limit.take(now).isZero());
    }

    @Test
    void aLongPauseAllowsOnlyOneBurst() {
        now += 3600 * SECOND;
        for (int i = 0; i < 50; i++) {
            assertTrue(limit.take(now).isZero());
        }
        assertFalse(limit.take(now).isZero());
    }
}
