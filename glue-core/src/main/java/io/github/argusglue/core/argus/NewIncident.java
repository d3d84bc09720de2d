package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An incident to create that does not belong to an alert, such as a notice.
 *
 * @param sourceIncidentId an id that this source has never used, for an open or a closed incident
 * @param startTime when it started
 * @param stateful false for something that happened once and has no end
 * @param level 1 (critical) to 5 (information)
 * @param description for people
 * @param tags may be empty
 * @param detailsUrl empty for none
 * @param ticketUrl empty for none
 * @param metadata JSON values
 */
public record NewIncident(
        String sourceIncidentId,
        Instant startTime,
        boolean stateful,
        int level,
        String description,
        List<Tag> tags,
        String detailsUrl,
        String ticketUrl,
        Map<String, Object> metadata)
        implements IncidentContent {}
