package io.github.argusglue.core.argus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One acknowledgement of an incident; it can never be deleted, only run out.
 *
 * @param pk its number, that of its event, too
 * @param actorPk number of the user who acknowledged
 * @param actor name of that user
 * @param timestamp when, by their word
 * @param description may be empty
 * @param expiration when it runs out; null for never
 */
public record IncidentAck(
        long pk,
        long actorPk,
        String actor,
        Instant timestamp,
        String description,
        @Nullable Instant expiration) {

    /** Tells whether it has not run out. */
    public boolean isInForce(Instant now) {
        return expiration == null || expiration.isAfter(now);
    }
}
