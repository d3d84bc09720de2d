package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open incident of this source in Argus that argus-glue did not make, as {@link SourceAdapter#adopt} is shown it:
 * most often one of the glue service that was in use before.
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

    /** Returns one; adapters need it in tests only. */
    public static OpenIncident of(
            String sourceIncidentId,
            Instant startedAt,
            String description,
            List<Tag> tags,
            Map<String, Object> metadata,
            @Nullable URI detailsUrl) {
        return new OpenIncident(sourceIncidentId, startedAt, description, tags, metadata, detailsUrl);
    }

    /** Returns the id its maker gave it; may be empty. */
    public String sourceIncidentId() {
        return sourceIncidentId;
    }

    /** Returns when it began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the line for people; may be empty. */
    public String description() {
        return description;
    }

    /** Returns its tags, its maker's and other people's. */
    public List<Tag> tags() {
        return tags;
    }

    /** Returns its metadata as JSON values; unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Returns the page about it. */
    public Optional<URI> detailsUrl() {
        return Optional.ofNullable(detailsUrl);
    }

    /** Returns the value of its first tag with this key; empty if it has none. */
    public Optional<String> tag(String key) {
        return tags.stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst();
    }
}
