package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** When and why one alert ended, for a source that knows it better than "it was gone when we looked". */
public final class Ending {
    private final AlertId alertId;
    private final Instant endedAt;
    private final String reason;

    private Ending(AlertId alertId, Instant endedAt, String reason) {
        this.alertId = requireNonNull(alertId, "alertId is null");
        this.endedAt = requireNonNull(endedAt, "endedAt is null");
        this.reason = requireNonNull(reason, "reason is null");
    }

    /**
     * Returns an ending.
     *
     * @param endedAt when; the core clamps it between the alert's start and now
     * @param reason one line for the incident's log in Argus; may be empty
     */
    public static Ending of(AlertId alertId, Instant endedAt, String reason) {
        return new Ending(alertId, endedAt, reason);
    }

    /** Returns the alert. */
    public AlertId alertId() {
        return alertId;
    }

    /** Returns when it ended. */
    public Instant endedAt() {
        return endedAt;
    }

    /** Returns one line for people; may be empty. */
    public String reason() {
        return reason;
    }
}
