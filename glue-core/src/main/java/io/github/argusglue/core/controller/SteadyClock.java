package io.github.argusglue.core.controller;

import java.time.Instant;
import java.time.InstantSource;

/** Goes on from the time at which it was made, whatever the clock on the wall is set to. */
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
