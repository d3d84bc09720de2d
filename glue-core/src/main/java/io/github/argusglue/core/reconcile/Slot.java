package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.AlertId;

/** What an alert is matched by: its key, whatever its start; the two forms of ids apart. */
public record Slot(String key, boolean unique) {
    static Slot of(AlertId id) {
        return new Slot(id.key(), id.isUnique());
    }
}
