package io.github.argusglue.core.reconcile;

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

    /** Memo of the planner, not part of the value: this one was compared and nothing differed. */
    private @Nullable DesiredIncident settled;

    /** Memo of the planner, not part of the value: the last plan whose snapshot named it. */
    private @Nullable Object namedIn;

    MirrorEntry(Incident incident, @Nullable AlertId id, boolean adopted, @Nullable Instant changedAt) {
        this.incident = incident;
        this.id = id;
        this.adopted = adopted;
        this.changedAt = changedAt;
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
    Instant changedAt() {
        return changedAt;
    }

    @SuppressWarnings("ReferenceEquality") // identity is the point: it makes an unchanged alert cost nothing
    boolean isSettledWith(DesiredIncident desired) {
        return settled == desired;
    }

    void nameIn(Object plan) {
        namedIn = plan;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isNamedIn(Object plan) {
        return namedIn == plan;
    }

    void settle(DesiredIncident desired) {
        settled = desired;
    }

    MirrorEntry withIncident(Incident newer, @Nullable Instant changed) {
        return new MirrorEntry(newer, id, adopted, changed == null ? changedAt : changed);
    }

    MirrorEntry adoptedAs(AlertId alert) {
        return new MirrorEntry(incident, alert, true, changedAt);
    }
}
