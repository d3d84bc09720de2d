package io.github.argusglue.core.shape;

import io.github.argusglue.core.argus.IncidentAck;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of an alert in its source, as it should be in Argus.
 *
 * @param at when it was made, never in the future, rounded to microseconds
 * @param description who and what, within the limits of Argus
 * @param until when it expires, rounded to microseconds; null for never
 */
public record DesiredAck(
        Instant at, String description, @Nullable Instant until) {

    /** Creates one; rounds times to the precision of Argus. */
    public DesiredAck {
        at = at.truncatedTo(ChronoUnit.MICROS);
        until = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
    }

    public boolean isInForce(Instant now) {
        return until == null || until.isAfter(now);
    }

    /** Returns whether an acknowledgement in Argus was made for this one, whenever it expires. */
    public boolean matches(Instant timestamp, String text) {
        return at.equals(timestamp) && description.equals(text);
    }

    public boolean hasSameEnd(@Nullable Instant expiration) {
        return Objects.equals(until, expiration);
    }

    boolean matches(IncidentAck ack) {
        return matches(ack.timestamp(), ack.description());
    }
}
