package io.github.argusglue.core.shape;

import io.github.argusglue.spi.AlertId;

/** What an alert is matched by: its key, whatever its start; the two forms of ids apart. */
public record AlertKey(String key, boolean unique) {
    public static AlertKey of(AlertId id) {
        return new AlertKey(id.key(), id.isUnique());
    }
}
