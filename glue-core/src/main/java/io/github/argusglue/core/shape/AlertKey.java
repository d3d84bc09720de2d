package io.github.argusglue.core.shape;

import io.github.argusglue.spi.AlertId;

/**
 * Identifies an alert across its occurrences: its key without the start. Ids that are unique and ids that are not never
 * match each other.
 */
public record AlertKey(String key, boolean unique) {
    public static AlertKey of(AlertId id) {
        return new AlertKey(id.key(), id.isUnique());
    }
}
