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
    private int inFlight;

    /** Records that an update was handed over to be sent. */
    public void started() {
        inFlight++;
    }

    /** Records that an update was withdrawn before it was sent. */
    public void withdrawn() {
        inFlight--;
    }

    /** Records that an update that was {@linkplain #started started} has been sent. */
    public void sent(Instant now) {
        inFlight--;
        if (!isRunning(now)) {
            begun = now;
            sent = 0;
        }
        sent++;
    }

    /** Returns how many may be sent now. */
    public int remaining(Instant now) {
        return Math.max(0, MAX - inFlight - (isRunning(now) ? sent : 0));
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
