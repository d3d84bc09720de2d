package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * When and why one alert ended, for a source that knows it better than "it was gone when we looked".
 *
 * <p>What an ending rests on decides how far it is believed. One that the source has {@linkplain #told told} closes its
 * incident at once, however many there are. One that the adapter has {@linkplain #inferred inferred} from absence gives
 * a better time and reason than the core could, and is otherwise treated as absence is: when many alerts vanish at
 * once, a later snapshot has to agree. One empty answer of a system that is just starting would otherwise close
 * everything.
 *
 * <p>A told one is said once and holds until the incident is closed or the alert is back. An inferred one is agreed
 * with by each later complete snapshot that does not name the alert, but by a partial one only if it says it again.
 *
 * <pre>{@code
 * Ending.told(id, resolvedAt, "resolved");                       // a webhook said so about this very alert
 * Ending.inferred(id, lastSeen, "not in Alertmanager any more"); // it is gone from the list
 * }</pre>
 */
public final class Ending {
    private final AlertId alertId;
    private final Instant endedAt;
    private final String reason;
    private final Evidence evidence;

    private Ending(AlertId alertId, Instant endedAt, String reason, Evidence evidence) {
        this.alertId = requireNonNull(alertId, "alertId is null");
        this.endedAt = requireNonNull(endedAt, "endedAt is null");
        this.reason = requireNonNull(reason, "reason is null");
        this.evidence = evidence;
    }

    /**
     * Returns an ending that the source has reported for this very alert, such as "resolved" or "closed".
     *
     * @param endedAt when; the core clamps it between the alert's start and now
     * @param reason one line for the incident's log in Argus; may be empty
     */
    public static Ending told(AlertId alertId, Instant endedAt, String reason) {
        return new Ending(alertId, endedAt, reason, Evidence.TOLD);
    }

    /**
     * Returns an ending that the adapter has concluded from the alert's absence.
     *
     * @param endedAt when; the core clamps it between the alert's start and now
     * @param reason one line for the incident's log in Argus; may be empty
     */
    public static Ending inferred(AlertId alertId, Instant endedAt, String reason) {
        return new Ending(alertId, endedAt, reason, Evidence.INFERRED);
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

    /** Returns what this rests on. */
    public Evidence evidence() {
        return evidence;
    }

    /** What an ending rests on. May grow: treat what you do not know as {@link #INFERRED}. */
    public enum Evidence {
        /** The source has said of this very alert that it is over. */
        TOLD,
        /** The adapter has concluded it from the alert's absence. */
        INFERRED
    }
}
