package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;

/**
 * A tag of an incident in Argus.
 *
 * @param tag key and value
 * @param addedBy number of the user who added it: tags of other users must not be removed
 */
public record IncidentTag(Tag tag, long addedBy) {}
