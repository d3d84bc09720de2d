package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open incident of this source in Argus that no alert explains, as it is passed to {@link SourceAdapter#adopt}. Most
 * often the glue service that argus-glue replaces has created it.
 */
public final class OpenIncident {
    private final String sourceIncidentId;
    private final Instant startedAt;
    private final String description;
    private final List<Tag> tags;
    private final Map<String, Object> metadata;
    private final @Nullable URI detailsUrl;

    private OpenIncident(
            String sourceIncidentId,
            Instant startedAt,
            String description,
            List<Tag> tags,
            Map<String, Object> metadata,
            @Nullable URI detailsUrl) {
        this.sourceIncidentId = requireNonNull(sourceIncidentId, "sourceIncidentId is null");
        this.startedAt = requireNonNull(startedAt, "startedAt is null");
        this.description = requireNonNull(description, "description is null");
        this.tags = List.copyOf(tags);
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.detailsUrl = detailsUrl;
    }

    /** Returns an incident. Adapters need it only in tests. */
    public static OpenIncident of(
            String sourceIncidentId,
            Instant startedAt,
            String description,
            List<Tag> tags,
            Map<String, Object> metadata,
            @Nullable URI detailsUrl) {
        return new OpenIncident(sourceIncidentId, startedAt, description, tags, metadata, detailsUrl);
    }

    /** Returns the {@code source_incident_id} that its creator gave it; may be empty. */
    public String sourceIncidentId() {
        return sourceIncidentId;
    }

    /** Returns when the incident began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the description, one line for people; may be empty. */
    public String description() {
        return description;
    }

    /** Returns all tags: those of its creator and those that other people added; unmodifiable. */
    public List<Tag> tags() {
        return tags;
    }

    /** Returns the metadata as JSON values by name; unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Returns the link to a page about it; empty if there is none. */
    public Optional<URI> detailsUrl() {
        return Optional.ofNullable(detailsUrl);
    }

    /** Returns the value of the first tag with this key; empty if there is none. */
    public Optional<String> tag(String key) {
        return tags.stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst();
    }
}
