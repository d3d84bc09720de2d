package io.github.argusglue.core.controller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to go on, or does as it is told. */
public final class TestClock extends Clock {
    private volatile InstantSource now;

    public TestClock(Instant now) {
        this(() -> now);
    }

    public TestClock(InstantSource now) {
        this.now = now;
    }

    public void advance(Duration time) {
        Instant later = now.instant().plus(time);
        now = () -> later;
    }

    @Override
    public Instant instant() {
        return now.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
