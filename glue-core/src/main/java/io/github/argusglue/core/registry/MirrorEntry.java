package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.OpenIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open incident as we last saw it in Argus, and the alert it stands for. */
public final class MirrorEntry implements OpenIncident {
    private final Incident incident;
    private final @Nullable AlertId id;
    private final boolean adopted;
    private final @Nullable Instant changedAt;

    /** The mirror it is in; null once it was replaced or removed. */
    private @Nullable Mirror mirror;

    /** Memo of the planner, not part of the value: the last plan whose snapshot named it. */
    private @Nullable Object presentIn;

    /** Memo of the planner: whether an open alert has stood behind it since we know it to be open. */
    private boolean shown;

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
    public Instant changedAt() {
        return changedAt;
    }

    void moveTo(@Nullable Mirror newer) {
        mirror = newer;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // identity is the point: it makes an unchanged alert cost nothing
    public boolean isOf(Object other) {
        return mirror == other;
    }

    public void markPresent(Object plan) {
        presentIn = plan;
    }

    @SuppressWarnings("ReferenceEquality")
    public boolean isPresentIn(Object plan) {
        return presentIn == plan;
    }

    public void noteShown() {
        shown = true;
    }

    public boolean isShown() {
        return shown;
    }

    MirrorEntry withIncident(Incident newer, @Nullable Instant changed) {
        MirrorEntry made = new MirrorEntry(newer, id, adopted, changed == null ? changedAt : changed);
        made.shown = shown;
        return made;
    }

    MirrorEntry adoptedAs(AlertId alert) {
        return new MirrorEntry(incident, alert, true, changedAt);
    }
}
