package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when a test advances it. Safe for use by any thread. */
public final class SettableClock extends Clock {
    private volatile Instant now;

    /** Creates a clock that shows this time. */
    public SettableClock(Instant now) {
        this.now = requireNonNull(now, "now is null");
    }

    /** Advances the clock. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
