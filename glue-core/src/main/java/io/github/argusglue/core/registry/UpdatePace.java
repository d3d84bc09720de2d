package io.github.argusglue.core.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits how many updates may be sent. A changed rule or tag can change every open incident at once; spreading the
 * updates leaves Argus capacity for other clients.
 */
public final class UpdatePace {
    /** An update takes Argus about 25 ms, so this is at most a quarter of one of its processes. */
    public static final int MAX = 100;

    public static final Duration PERIOD = Duration.ofSeconds(10);

    private Instant begun = Instant.MIN;
    private int sent;

    /** Records that an update was sent. */
    public void sent(Instant now) {
        if (!isRunning(now)) {
            begun = now;
            sent = 0;
        }
        sent++;
    }

    /** Returns how many may be sent now. */
    public int remaining(Instant now) {
        return isRunning(now) ? Math.max(0, MAX - sent) : MAX;
    }

    /** Returns when the next ones may be sent if all that are allowed are sent now. */
    public Instant nextAt(Instant now) {
        return (isRunning(now) ? begun : now).plus(PERIOD);
    }

    /** A start in the future means that the clock was set back. */
    private boolean isRunning(Instant now) {
        return !begun.isAfter(now) && begun.plus(PERIOD).isAfter(now);
    }
}
