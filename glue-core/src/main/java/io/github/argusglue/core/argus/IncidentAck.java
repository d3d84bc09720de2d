package io.github.argusglue.core.argus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One acknowledgement of an incident. It cannot be deleted, it can only expire.
 *
 * @param pk its number, which is also the number of its event
 * @param actorPk number of the user who acknowledged
 * @param actor name of that user
 * @param timestamp when it was made, as stated by that user
 * @param description may be empty
 * @param expiration when it expires; null for never
 */
public record IncidentAck(
        long pk,
        long actorPk,
        String actor,
        Instant timestamp,
        String description,
        @Nullable Instant expiration) {

    /** Returns whether it has not expired. */
    public boolean isInForce(Instant now) {
        return expiration == null || expiration.isAfter(now);
    }
}
