package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;

/**
 * A tag on an incident in Argus.
 *
 * @param tag key and value
 * @param addedBy key of the user who added it: tags of other users must never be taken away
 */
public record IncidentTag(Tag tag, long addedBy) {}
