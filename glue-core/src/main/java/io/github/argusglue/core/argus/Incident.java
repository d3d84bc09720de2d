package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as Argus returns it.
 *
 * @param pk its number in Argus
 * @param sourceIncidentId the id that its creator gave it; empty if none
 * @param sourcePk number of its source system
 * @param startTime when it started
 * @param endTime when it ended; {@link Instant#MAX} while it is open ("infinity"), null if it is stateless
 * @param level 1 (critical) to 5 (information)
 * @param description for people; may be empty
 * @param tags tags of all users
 * @param detailsUrl may be empty
 * @param ticketUrl may be empty
 * @param metadata JSON values
 * @param acked whether an acknowledgement is in force
 */
public record Incident(
        long pk,
        String sourceIncidentId,
        long sourcePk,
        Instant startTime,
        @Nullable Instant endTime,
        int level,
        String description,
        List<IncidentTag> tags,
        String detailsUrl,
        String ticketUrl,
        Map<String, Object> metadata,
        boolean acked) {

    /** Returns whether it has a start and an end. A stateless incident is something that happened once. */
    public boolean isStateful() {
        return endTime != null;
    }

    /** Returns a copy that is acknowledged or not. */
    public Incident withAcked(boolean value) {
        return new Incident(
                pk,
                sourceIncidentId,
                sourcePk,
                startTime,
                endTime,
                level,
                description,
                tags,
                detailsUrl,
                ticketUrl,
                metadata,
                value);
    }

    /** Returns whether it is open at {@code now}; an incident whose end is in the future is open until then. */
    public boolean isOpen(Instant now) {
        return endTime != null && endTime.isAfter(now);
    }
}
