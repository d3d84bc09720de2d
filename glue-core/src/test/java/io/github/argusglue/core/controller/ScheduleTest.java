package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long MILLI = 1_000_000;

    private final Schedule schedule =
            new Schedule(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(6), new SplittableRandom(1));
    private final long now = System.nanoTime();

    @Test
    void hintAfterCycleIsNotDelayed() {
        schedule.beginCycle(now);

        assertTrue(schedule.mayFollowHint(now));
    }

    @Test
    void coalescesHints() {
        schedule.coalesceHints(now);

        assertFalse(schedule.mayFollowHint(now + 99 * MILLI));
        assertTrue(schedule.mayFollowHint(now + 100 * MILLI));
    }

    @Test
    void hintsTakeAtMostTenthOfTime() {
        schedule.coalesceHints(now);
        schedule.snapshotPlanned(now + 300 * MILLI);

        assertFalse(schedule.mayFollowHint(now + 2_999 * MILLI));
        assertTrue(schedule.mayFollowHint(now + 3_000 * MILLI));
    }

    @Test
    void hintGapStartsAtEndOfSnapshot() {
        schedule.coalesceHints(now);
        schedule.snapshotPlanned(now + 5 * MILLI);

        assertFalse(schedule.mayFollowHint(now + 104 * MILLI));
        assertTrue(schedule.mayFollowHint(now + 105 * MILLI));
    }

    @Test
    void snapshotWithoutHintDoesNotDelayHints() {
        schedule.beginCycle(now);
        schedule.snapshotPlanned(now + 300 * MILLI);

        assertTrue(schedule.mayFollowHint(now + 300 * MILLI));
    }

    @Test
    void hintGapIsAtMostInterval() {
        Schedule slow = new Schedule(Duration.ofSeconds(30), HOUR, HOUR, new SplittableRandom(1));
        slow.coalesceHints(now);
        slow.snapshotPlanned(now + 20_000 * MILLI);

        assertFalse(slow.mayFollowHint(now + 49_999 * MILLI));
        assertTrue(slow.mayFollowHint(now + 50_000 * MILLI));
    }

    @Test
    void fullListingsAreSpreadOut() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int seed = 0; seed < 100; seed++) {
            Schedule one = new Schedule(HOUR, HOUR, Duration.ofHours(6), new SplittableRandom(seed));
            one.listed();
            long minutes = 0;
            while (!one.isListingDue(
                    System.nanoTime() + Duration.ofMinutes(minutes).toNanos())) {
                minutes++;
            }
            least = Math.min(least, minutes);
            most = Math.max(most, minutes);
        }
        assertTrue(least >= 270 && least < 300, "first after " + least + " min");
        assertTrue(most > 420 && most <= 450, "last after " + most + " min");
    }

    @Test
    void failingSourceIsNotAskedAtEveryHint() {
        schedule.sourceFailed(Duration.ofHours(1), false);
        assertFalse(schedule.mayFollowHint(System.nanoTime() + 4_000 * MILLI));
        assertTrue(schedule.mayFollowHint(System.nanoTime() + 6_000 * MILLI));
    }

    @Test
    void respectsRetryAfter() {
        schedule.sourceFailed(Duration.ofMinutes(10), true);

        assertFalse(
                schedule.mayFollowHint(System.nanoTime() + Duration.ofMinutes(9).toNanos()));
        assertTrue(schedule.mayFollowHint(
                System.nanoTime() + Duration.ofMinutes(11).toNanos()));
    }
}
