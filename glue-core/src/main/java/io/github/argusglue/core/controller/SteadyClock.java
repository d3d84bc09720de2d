package io.github.argusglue.core.controller;

import java.time.Instant;
import java.time.InstantSource;

/** A monotonic clock: starts at the time at which it was made, and ignores later changes of the system clock. */
final class SteadyClock implements InstantSource {
    private final Instant begin;
    private final long beginNanos = System.nanoTime();

    SteadyClock(InstantSource clock) {
        this.begin = clock.instant();
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(System.nanoTime() - beginNanos);
    }
}
