package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open incident as we last saw it in Argus, and the alert it stands for. */
public final class MirrorEntry {
    private final Incident incident;
    private final @Nullable AlertId id;
    private final boolean adopted;
    private final @Nullable Instant changedAt;
    private final int slot;

    MirrorEntry(Incident incident, @Nullable AlertId id, boolean adopted, @Nullable Instant changedAt, int slot) {
        this.incident = incident;
        this.id = id;
        this.adopted = adopted;
        this.changedAt = changedAt;
        this.slot = slot;
    }

    /** Returns the incident. */
    public Incident incident() {
        return incident;
    }

    /** Returns the alert it stands for; null if nobody recognises it. */
    public @Nullable AlertId id() {
        return id;
    }

    /** Tells whether another glue service made it. */
    public boolean isAdopted() {
        return adopted;
    }

    /** Returns when we last changed it; null if not since we started. */
    @Nullable
    public Instant changedAt() {
        return changedAt;
    }

    /** Returns its number in its mirror: small, and used again when it is gone. */
    public int slot() {
        return slot;
    }

    MirrorEntry withIncident(Incident newer, @Nullable Instant changed) {
        return new MirrorEntry(newer, id, adopted, changed == null ? changedAt : changed, slot);
    }

    MirrorEntry adoptedAs(AlertId alert) {
        return new MirrorEntry(incident, alert, true, changedAt, slot);
    }
}
