package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as Argus answers it.
 *
 * @param pk its number in Argus
 * @param sourceIncidentId the id its maker gave it; empty if none
 * @param sourcePk number of the source system it belongs to
 * @param startTime when it began
 * @param endTime when it ended; {@link Instant#MAX} while it is open ("infinity"), null if it is stateless
 * @param level 1 (critical) to 5 (information)
 * @param description for people; may be empty
 * @param tags everybody's
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

    /** Tells whether it has a beginning and an end, as opposed to something that happened once. */
    public boolean isStateful() {
        return endTime != null;
    }

    /** Returns the same incident, acknowledged or not. */
    public Incident withAcked(boolean now) {
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
                now);
    }

    /** Tells whether it is open at {@code now}: an end that lies ahead leaves it open till then. */
    public boolean isOpen(Instant now) {
        return endTime != null && endTime.isAfter(now);
    }
}
