package io.github.argusglue.core.source;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimetableTest {
    private static final long MILLI = 1_000_000;

    private final Timetable times = new Timetable(Duration.ofHours(1), Duration.ofHours(1));
    private final long now = System.nanoTime();

    @Test
    void aHintRightAfterACycleWaitsForNothing() {
        times.cycleBegins(now);

        assertTrue(times.mayHint(now));
    }

    @Test
    void hintsThatFollowOneCloselyBecomeOne() {
        times.coalesceHints(now);

        assertFalse(times.mayHint(now + 99 * MILLI));
        assertTrue(times.mayHint(now + 100 * MILLI));
    }

    @Test
    void aSourceThatFailsIsNotAskedAtEveryHint() {
        times.sourceFailed(Duration.ofHours(1), false);
        assertFalse(times.mayHint(System.nanoTime() + 4_000 * MILLI));
        assertTrue(times.mayHint(System.nanoTime() + 6_000 * MILLI));
    }

    @Test
    void aSourceThatAsksForPatienceGetsIt() {
        times.sourceFailed(Duration.ofMinutes(10), true);

        assertFalse(times.mayHint(System.nanoTime() + Duration.ofMinutes(9).toNanos()));
        assertTrue(times.mayHint(System.nanoTime() + Duration.ofMinutes(11).toNanos()));
    }
}
