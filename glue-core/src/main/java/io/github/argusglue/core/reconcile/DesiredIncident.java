package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is to look like in Argus: every text fit for it, the source's own tags added.
 *
 * @param id which alert it is
 * @param startTime when it began, never in the future
 * @param level 1 (critical) to 5 (information)
 * @param description for people
 * @param tags each once
 * @param detailsUrl empty for none
 * @param ticketUrl empty for none
 * @param metadata JSON values, with the mark of {@link IncidentIds} where the id needs it
 * @param heldReason why the source cannot tell whether it is open; null if it can
 */
public record DesiredIncident(
        AlertId id,
        Instant startTime,
        int level,
        String description,
        List<Tag> tags,
        String detailsUrl,
        String ticketUrl,
        Map<String, Object> metadata,
        @Nullable String heldReason) {

    /** Tells whether the source cannot tell whether it is open. */
    public boolean isHeld() {
        return heldReason != null;
    }
}
