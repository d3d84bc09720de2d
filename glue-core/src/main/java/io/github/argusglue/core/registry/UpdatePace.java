package io.github.argusglue.core.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * How many updates may be sent now. A changed rule or tag can change every open incident at once; spread out they leave
 * Argus time for everybody else.
 */
public final class UpdatePace {
    /** An update costs Argus about 25 ms, so this is at most a quarter of one of its processes. */
    public static final int MOST = 100;

    public static final Duration STRETCH = Duration.ofSeconds(10);

    private Instant begun = Instant.MIN;
    private int sent;

    /** Notes that an update was sent. */
    public void sent(Instant now) {
        if (!isRunning(now)) {
            begun = now;
            sent = 0;
        }
        sent++;
    }

    /** Returns how many may be sent at a moment. */
    public int room(Instant now) {
        return isRunning(now) ? Math.max(0, MOST - sent) : MOST;
    }

    /** Returns when the next ones may be sent if as many are sent now as may be. */
    public Instant next(Instant now) {
        return (isRunning(now) ? begun : now).plus(STRETCH);
    }

    /** A begin that lies ahead means that the clock was set back since. */
    private boolean isRunning(Instant now) {
        return !begun.isAfter(now) && begun.plus(STRETCH).isAfter(now);
    }
}
