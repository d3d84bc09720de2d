package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validated fields of a new incident. */
record IncidentFields(
        String sourceIncidentId,
        Instant start,
        @Nullable Instant end,
        int level,
        String description,
        String detailsUrl,
        String ticketUrl,
        JsonNode metadata,
        Set<String> tags) {}
