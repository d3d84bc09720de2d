package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When and why one alert ended, for a source that knows more than that the alert is no longer there.
 *
 * <p>The evidence decides how far an ending is trusted. An ending that the source has {@linkplain #reported reported}
 * closes the incident at once, however many endings there are. An ending that the adapter has {@linkplain #inferred
 * inferred} from the alert's absence provides a better time and reason than the core has, but is otherwise treated like
 * absence: if many alerts vanish at once, a later snapshot has to confirm it. Otherwise one empty answer of a system
 * that is starting would close everything.
 *
 * <p>A reported ending is passed on once and stays valid until the incident is closed or the alert is back. An inferred
 * ending is confirmed by each later complete snapshot without the alert, but by a partial snapshot only if that
 * contains the ending again.
 *
 * <pre>{@code
 * Ending.reported(id, resolvedAt, "resolved");                   // a webhook reported this very alert as resolved
 * Ending.inferred(id, lastSeen, "not in Alertmanager any more"); // the alert is no longer listed
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
     * Returns an ending that the source has reported for this very alert, for example "resolved" or "closed".
     *
     * @param endedAt when the alert ended; the core limits it to between the alert's start and now
     * @param reason one line for the incident's log in Argus; may be empty
     */
    public static Ending reported(AlertId alertId, Instant endedAt, String reason) {
        return new Ending(alertId, endedAt, reason, Evidence.REPORTED);
    }

    /**
     * Returns an ending that the adapter has inferred from the alert's absence.
     *
     * @param endedAt when the alert ended; the core limits it to between the alert's start and now
     * @param reason one line for the incident's log in Argus; may be empty
     */
    public static Ending inferred(AlertId alertId, Instant endedAt, String reason) {
        return new Ending(alertId, endedAt, reason, Evidence.INFERRED);
    }

    /** Returns the id of the alert. */
    public AlertId alertId() {
        return alertId;
    }

    /** Returns when the alert ended. */
    public Instant endedAt() {
        return endedAt;
    }

    /** Returns the reason, one line for people; may be empty. */
    public String reason() {
        return reason;
    }

    /** Returns the evidence for the ending. */
    public Evidence evidence() {
        return evidence;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof Ending other
                        && alertId.equals(other.alertId)
                        && endedAt.equals(other.endedAt)
                        && reason.equals(other.reason)
                        && evidence == other.evidence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(alertId, endedAt, reason, evidence);
    }

    @Override
    public String toString() {
        return "Ending[" + alertId + " at " + endedAt + ", " + evidence + ", " + reason + "]";
    }

    /** Evidence for an ending. Values may be added: treat an unknown one like {@link #INFERRED}. */
    public enum Evidence {
        /** The source has reported the end of this very alert. */
        REPORTED,
        /** The adapter has inferred the end from the alert's absence. */
        INFERRED
    }
}
