package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed on an incident; null leaves a field as it is. Each changed field becomes a line in the
 * incident's log, so only fields that differ are set.
 *
 * @param tags the whole new set, the tags of other users included: leaving out one of theirs is refused by Argus
 */
public record IncidentChange(
        @Nullable Integer level,
        @Nullable String description,
        @Nullable List<Tag> tags,
        @Nullable String detailsUrl,
        @Nullable String ticketUrl,
        @Nullable Map<String, Object> metadata) {

    /** Nothing is to be changed. */
    public static final IncidentChange NONE = new IncidentChange(null, null, null, null, null, null);

    /** Returns the same change with another set of tags. */
    public IncidentChange withTags(List<Tag> others) {
        return new IncidentChange(level, description, others, detailsUrl, ticketUrl, metadata);
    }

    /** Tells whether nothing changes that a person would see. */
    public boolean isMetadataAlone() {
        return metadata != null
                && level == null
                && description == null
                && tags == null
                && detailsUrl == null
                && ticketUrl == null;
    }

    /** Tells whether there is nothing to change. */
    public boolean isEmpty() {
        return level == null
                && description == null
                && tags == null
                && detailsUrl == null
                && ticketUrl == null
                && metadata == null;
    }
}
