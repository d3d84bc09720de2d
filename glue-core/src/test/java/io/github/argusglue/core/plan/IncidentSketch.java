package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds incidents for tests, with plausible defaults. */
public final class IncidentSketch {
    /** The number of our user, who adds our tags. */
    public static final long US = 5;

    /** A person. */
    public static final long PERSON = 2;

    private final long pk;
    private final String sourceIncidentId;
    private final List<IncidentTag> tags = new ArrayList<>();
    private Instant startTime = Instant.parse("2026-11-21T11:00:00Z");
    private @Nullable Instant endTime = Instant.MAX;
    private int level = 3;
    private String description = "";
    private String detailsUrl = "";
    private String ticketUrl = "";
    private Map<String, Object> metadata = Map.of();
    private boolean acked;

    private IncidentSketch(long pk, String sourceIncidentId) {
        this.pk = pk;
        this.sourceIncidentId = sourceIncidentId;
    }

    /** An open incident with this id and nothing else. */
    public static IncidentSketch incident(long pk, String sourceIncidentId) {
        return new IncidentSketch(pk, sourceIncidentId);
    }

    /** The incident that a create results in. */
    public static IncidentSketch made(long pk, String sourceIncidentId, IncidentContent body) {
        IncidentSketch sketch = incident(pk, sourceIncidentId)
                .startTime(body.startTime())
                .endTime(body.stateful() ? Instant.MAX : null)
                .level(body.level())
                .description(body.description())
                .detailsUrl(body.detailsUrl())
                .ticketUrl(body.ticketUrl())
                .metadata(body.metadata());
        body.tags().forEach(tag -> sketch.tags.add(new IncidentTag(tag, US)));
        return sketch;
    }

    /** A builder with the values of an incident. */
    public static IncidentSketch like(Incident incident) {
        IncidentSketch sketch = incident(incident.pk(), incident.sourceIncidentId())
                .startTime(incident.startTime())
                .endTime(incident.endTime())
                .level(incident.level())
                .description(incident.description())
                .detailsUrl(incident.detailsUrl())
                .ticketUrl(incident.ticketUrl())
                .metadata(incident.metadata())
                .acked(incident.acked());
        sketch.tags.addAll(incident.tags());
        return sketch;
    }

    public IncidentSketch startTime(Instant value) {
        startTime = value;
        return this;
    }

    public IncidentSketch endTime(@Nullable Instant value) {
        endTime = value;
        return this;
    }

    public IncidentSketch level(int value) {
        level = value;
        return this;
    }

    public IncidentSketch description(String value) {
        description = value;
        return this;
    }

    public IncidentSketch detailsUrl(String value) {
        detailsUrl = value;
        return this;
    }

    public IncidentSketch ticketUrl(String value) {
        ticketUrl = value;
        return this;
    }

    public IncidentSketch metadata(Map<String, Object> value) {
        metadata = value;
        return this;
    }

    public IncidentSketch acked(boolean value) {
        acked = value;
        return this;
    }

    public IncidentSketch tag(String key, String value, long addedBy) {
        tags.add(new IncidentTag(new Tag(key, value), addedBy));
        return this;
    }

    public IncidentSketch tags(List<IncidentTag> value) {
        tags.clear();
        tags.addAll(value);
        return this;
    }

    public Incident build() {
        return new Incident(
                pk,
                sourceIncidentId,
                7,
                startTime,
                endTime,
                level,
                description,
                List.copyOf(tags),
                detailsUrl,
                ticketUrl,
                metadata,
                acked);
    }
}
