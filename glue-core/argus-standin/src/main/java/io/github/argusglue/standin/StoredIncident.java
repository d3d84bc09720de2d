package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An incident in the stand-in; guarded by the lock of its {@link Store}. */
final class StoredIncident {
    final long pk;
    final SourceSystem source;
    final String sourceIncidentId;
    final Instant start;

    /** Null if stateless, {@link Instant#MAX} while open without an end. */
    @Nullable
    Instant end;

    int level;
    String description;
    String detailsUrl;
    String ticketUrl;
    JsonNode metadata;
    final Map<String, StoredTag> tags = new LinkedHashMap<>();
    final List<StoredEvent> events = new ArrayList<>();
    final List<StoredAck> acks = new ArrayList<>();

    StoredIncident(long pk, SourceSystem source, IncidentFields fields) {
        this.pk = pk;
        this.source = source;
        this.sourceIncidentId = fields.sourceIncidentId();
        this.start = fields.start();
        this.end = fields.end();
        this.level = fields.level();
        this.description = fields.description();
        this.detailsUrl = fields.detailsUrl();
        this.ticketUrl = fields.ticketUrl();
        this.metadata = fields.metadata();
    }

    boolean isStateful() {
        return end != null;
    }

    boolean isOpen(Instant now) {
        return end != null && end.isAfter(now);
    }

    boolean isAcked(Instant now) {
        return acks.stream().anyMatch(ack -> ack.isActive(now));
    }

    StandInIncident view(Instant now) {
        return new StandInIncident(
                pk,
                sourceIncidentId,
                start,
                end,
                level,
                description,
                List.copyOf(tags.keySet()),
                detailsUrl,
                ticketUrl,
                metadata.isObject() ? ApiRequest.values(metadata) : Map.of(),
                isOpen(now),
                isAcked(now));
    }
}
