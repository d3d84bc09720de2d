package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));

    @Test
    void ignoresChangesOfClock() {
        SteadyClock steady = new SteadyClock(clock);
        Instant before = steady.instant();
        clock.advance(Duration.ofDays(1));

        assertFalse(steady.instant().isBefore(before));
        assertTrue(steady.instant().isBefore(before.plus(Duration.ofHours(12))));
    }
}
