package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes to an incident; null leaves a field as it is. Each changed field is logged as an event, so only fields that
 * differ are set.
 *
 * @param tags the complete new set, including the tags of other users: Argus refuses to remove those
 */
public record IncidentChange(
        @Nullable Integer level,
        @Nullable String description,
        @Nullable List<Tag> tags,
        @Nullable String detailsUrl,
        @Nullable String ticketUrl,
        @Nullable Map<String, Object> metadata) {

    /** A change of nothing. */
    public static final IncidentChange NONE = new IncidentChange(null, null, null, null, null, null);

    /** Returns a copy with another set of tags. */
    public IncidentChange withTags(List<Tag> others) {
        return new IncidentChange(level, description, others, detailsUrl, ticketUrl, metadata);
    }

    /** Returns whether only metadata changes, which people do not see. */
    public boolean isMetadataOnly() {
        return metadata != null
                && level == null
                && description == null
                && tags == null
                && detailsUrl == null
                && ticketUrl == null;
    }

    /** Returns whether nothing changes. */
    public boolean isEmpty() {
        return level == null
                && description == null
                && tags == null
                && detailsUrl == null
                && ticketUrl == null
                && metadata == null;
    }
}
