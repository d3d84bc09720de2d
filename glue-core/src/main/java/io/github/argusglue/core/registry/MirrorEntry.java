package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open incident as it was last seen in Argus, and its alert. */
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

    /** Returns its alert; null if it is not recognized. */
    public @Nullable AlertId id() {
        return id;
    }

    /** Returns the scope of its alert, as far as the incident shows it; null if it has none. */
    public @Nullable String scope() {
        return IncidentIds.scopeOf(incident.metadata());
    }

    /** Returns whether another glue service created it. */
    public boolean isAdopted() {
        return adopted;
    }

    /** Returns when this process last changed it; null if it has not. */
    @Nullable
    public Instant changedAt() {
        return changedAt;
    }

    /** Returns its number in the mirror: small, and reused after its removal. */
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
