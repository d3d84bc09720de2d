package io.github.argusglue.standin;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident as Argus's API shows it, at the moment it was asked for. Only the stand-in makes these.
 *
 * @param pk its number in Argus
 * @param sourceIncidentId the id that its source gave it; may be empty
 * @param startTime when it began
 * @param endTime when it ended; {@link Instant#MAX} ("infinity") while no end is known, null if it is stateless
 * @param level from 1, critical, to 5, information
 * @param description may be empty
 * @param tags {@code key=value} each, from sources and people
 * @param detailsUrl may be empty
 * @param ticketUrl may be empty
 * @param metadata JSON values
 * @param open whether it is open; an end that lies in the future leaves it open until then
 * @param acked whether an acknowledgement is in force
 */
public record StandInIncident(
        long pk,
        String sourceIncidentId,
        Instant startTime,
        @Nullable Instant endTime,
        int level,
        String description,
        List<String> tags,
        String detailsUrl,
        String ticketUrl,
        Map<String, Object> metadata,
        boolean open,
        boolean acked) {
    /** Copies the collections. */
    public StandInIncident {
        tags = List.copyOf(tags);
        // Map.copyOf would lose the order and refuse JSON's null.
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
