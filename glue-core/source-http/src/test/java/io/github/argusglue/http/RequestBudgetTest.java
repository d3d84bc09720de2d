package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestBudgetTest {
    private Instant now = Instant.parse("2026-11-20T12:00:30Z");
    private final InstantSource clock = () -> now;
    private final List<BudgetCounts> stored = new ArrayList<>();
    private RequestBudget budget = new RequestBudget(clock, BudgetCounts.NONE, stored::add);

    private boolean spend(@Nullable Integer perHour, @Nullable Integer perDay) {
        try {
            budget.spend("GET x", Optional.ofNullable(perHour), Optional.ofNullable(perDay));
            return true;
        } catch (SourceException e) {
            return false;
        }
    }

    @Test
    void waitEndsWhenARequestIsFreeAgain() {
        assertTrue(spend(2, null));
        now = now.plusSeconds(90);
        assertTrue(spend(2, null));
        SourceException failure =
                assertThrows(SourceException.class, () -> budget.spend("GET x", Optional.of(2), Optional.empty()));
        Duration wait = failure.retryAfter().orElseThrow();
        Instant asked = now;
        now = asked.plus(wait).minusSeconds(1);
        assertEquals(false, spend(2, null));
        now = asked.plus(wait);
        assertTrue(spend(2, null));
    }

    /** Whatever the times of the requests: no window of an hour or a day contains more than its limit. */
    @Test
    void noWindowExceedsItsLimit() {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            budget = RequestBudget.inMemory(clock);
            int perHour = 1 + random.nextInt(20);
            int perDay = perHour * (1 + random.nextInt(5));
            Deque<Instant> sent = new ArrayDeque<>();
            int refused = 0;
            for (int i = 0; i < 2000; i++) {
                now = now.plusMillis(random.nextInt(240_000));
                if (spend(perHour, perDay)) {
                    sent.add(now);
                } else {
                    refused++;
                }
                assertTrue(in(sent, Duration.ofHours(1)) <= perHour);
                assertTrue(in(sent, Duration.ofDays(1)) <= perDay);
            }
            assertTrue(refused > 0 && !sent.isEmpty());
        }
    }

    private long in(Deque<Instant> sent, Duration window) {
        return sent.stream().filter(at -> at.isAfter(now.minus(window))).count();
    }

    @Test
    void survivesARestart() {
        assertTrue(spend(2, null));
        budget.save();
        budget = new RequestBudget(clock, stored.get(stored.size() - 1), stored::add);
        assertTrue(spend(2, null));
        assertEquals(false, spend(2, null));
    }

    @Test
    void isStoredAtMostOnceASecond() {
        for (int i = 0; i < 100; i++) {
            spend(1000, null);
        }
        assertEquals(1, stored.size());
        now = now.plusSeconds(1);
        spend(1000, null);
        assertEquals(2, stored.size());
        assertEquals(List.of(101), stored.get(1).counts());
    }

    @Test
    void clockSetBackDoesNotBlockForLong() {
        assertTrue(spend(1, null));
        now = now.minus(Duration.ofDays(30));
        assertTrue(spend(1, null));
    }

    @Test
    void withoutALimitNothingIsCounted() {
        assertTrue(spend(null, null));
        budget.save();
        assertEquals(List.of(), stored);
    }
}
