package io.github.argusglue.core.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ArgusException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CircuitBreakerTest {
    private static final int GOOD = 4;

    private final CircuitBreaker breaker = new CircuitBreaker(new SplittableRandom(3));
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"SERVER_DOWN", "OUTCOME_UNKNOWN"})
    void opensAfterAFewFailuresInARow(Kind kind) {
        fail(kind);
        fail(kind);
        assertEquals(GOOD, limit());
        assertNull(breaker.reason());

        fail(kind);

        assertEquals(0, limit());
        assertNotNull(breaker.reason());
        assertNotNull(breaker.opensAt(now));
    }

    @Test
    void successResetsTheCount() {
        fail(Kind.SERVER_DOWN);
        fail(Kind.SERVER_DOWN);
        breaker.recordResult(null, now);
        fail(Kind.SERVER_DOWN);
        fail(Kind.SERVER_DOWN);

        assertEquals(GOOD, limit());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SERVER_DOWN", "OUTCOME_UNKNOWN", "RATE_LIMITED"})
    void anAnswerIsAnAnswer(Kind kind) {
        for (int i = 0; i < 10; i++) {
            fail(kind);
        }
        assertEquals(GOOD, limit());
    }

    @Test
    void probesWithOneRequestAndWaitsLongerEachTime() {
        down();
        Duration before = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            Duration wait = waitForTheNextTry();
            assertEquals(1, limit(), "one request tries");
            assertTrue(wait.compareTo(Duration.ofSeconds(30)) <= 0, "" + wait);
            assertTrue(i > 4 || wait.compareTo(before.dividedBy(2)) > 0, wait + " after " + before);
            before = wait;
            fail(Kind.SERVER_DOWN);
            assertEquals(0, limit());
        }
        assertTrue(before.compareTo(Duration.ofSeconds(14)) > 0, "" + before);
    }

    @Test
    void closesWhenAProbeSucceeds() {
        down();
        waitForTheNextTry();

        breaker.recordResult(null, now);

        assertEquals(GOOD, limit());
        assertNull(breaker.reason());
    }

    @Test
    void runningRequestThatSucceedsEndsTheWait() {
        down();

        breaker.recordResult(null, now);

        assertEquals(GOOD, limit());
        assertNull(breaker.reason());
    }

    @Test
    void runningRequestsThatFailDoNotExtendTheWait() {
        down();
        Instant until = breaker.opensAt(now);

        fail(Kind.SERVER_DOWN);
        fail(Kind.OUTCOME_UNKNOWN);

        assertEquals(until, breaker.opensAt(now));
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        rateLimited(Duration.ofSeconds(90));

        assertEquals(0, limit());
        now = now.plusSeconds(89);
        assertEquals(0, limit());
        now = now.plusSeconds(1);
        assertEquals(GOOD, limit());
    }

    @Test
    void longestRetryAfterCounts() {
        rateLimited(Duration.ofSeconds(90));
        rateLimited(Duration.ofSeconds(1));
        fail(Kind.RATE_LIMITED);

        assertEquals(now.plusSeconds(90), breaker.opensAt(now));
    }

    @Test
    void runningRequestThatSucceedsDoesNotEndRetryAfter() {
        rateLimited(Duration.ofSeconds(90));

        breaker.recordResult(null, now);

        assertEquals(0, limit());
        assertNotNull(breaker.reason());
        now = now.plusSeconds(90);
        breaker.recordResult(null, now);
        assertNull(breaker.reason());
    }

    @Test
    void clockSetBackDoesNotExtendAWait() {
        fail(Kind.SERVER_DOWN);
        fail(Kind.SERVER_DOWN);
        fail(Kind.SERVER_DOWN);
        assertEquals(0, limit());

        now = now.minus(Duration.ofHours(1));

        assertEquals(0, limit(), "it still waits");
        now = now.plusSeconds(1);
        assertEquals(1, limit(), "for as long as it meant to");
        rateLimited(Duration.ofSeconds(20));
        now = now.minus(Duration.ofHours(1)).plusSeconds(5);
        assertEquals(0, limit());
        now = now.plusSeconds(20);
        assertEquals(1, limit());
    }

    private void down() {
        for (int i = 0; i < 3; i++) {
            fail(Kind.SERVER_DOWN);
        }
        assertEquals(0, limit());
    }

    private Duration waitForTheNextTry() {
        Instant opens = breaker.opensAt(now);
        if (opens == null) {
            throw new AssertionError("it is open");
        }
        Duration wait = Duration.between(now, opens);
        now = opens;
        return wait;
    }

    private void fail(Kind kind) {
        breaker.recordResult(new ArgusException(kind, "test"), now);
    }

    private void rateLimited(Duration retryAfter) {
        breaker.recordResult(new ArgusException(Kind.RATE_LIMITED, "429", null, retryAfter), now);
    }

    private int limit() {
        return breaker.limit(GOOD, now);
    }
}
