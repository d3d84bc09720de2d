package io.github.argusglue.core.shape;

import io.github.argusglue.core.argus.IncidentAck;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement that an alert has in its source, as it is to be shown in Argus.
 *
 * @param at when it was given, never in the future, to the microsecond
 * @param description who and what, fit for Argus
 * @param until when it runs out, to the microsecond; null for never
 */
public record DesiredAck(
        Instant at, String description, @Nullable Instant until) {

    /** Makes one; times are cut to what Argus keeps. */
    public DesiredAck {
        at = at.truncatedTo(ChronoUnit.MICROS);
        until = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
    }

    public boolean isInForce(Instant now) {
        return until == null || until.isAfter(now);
    }

    /** Tells whether an acknowledgement in Argus was made for this one, whatever its end is by now. */
    public boolean isShownBy(Instant timestamp, String text) {
        return at.equals(timestamp) && description.equals(text);
    }

    public boolean endsLike(@Nullable Instant expiration) {
        return Objects.equals(until, expiration);
    }

    public boolean isShownBy(IncidentAck ack) {
        return isShownBy(ack.timestamp(), ack.description());
    }
}
