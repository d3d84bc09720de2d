package io.github.argusglue.core.shape;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The incident that an alert should have in Argus: texts within the limits of Argus, the tags of the source added. */
public final class DesiredIncident implements IncidentContent {
    private final AlertId id;
    private final Instant startTime;
    private final int level;
    private final String description;
    private final List<Tag> tags;
    private final String detailsUrl;
    private final String ticketUrl;
    private final Map<String, Object> metadata;
    private final @Nullable Held held;
    private final @Nullable DesiredAck acknowledgement;

    /**
     * Creates one.
     *
     * @param id the alert
     * @param startTime when it started, never in the future
     * @param level 1 (critical) to 5 (information)
     * @param description for people
     * @param tags each once
     * @param detailsUrl empty for none
     * @param ticketUrl empty for none
     * @param metadata JSON values, with the mark of {@link IncidentIds} if the id needs it
     * @param heldReason why the source does not know whether the alert is open; null if it knows
     */
    public DesiredIncident(
            AlertId id,
            Instant startTime,
            int level,
            String description,
            List<Tag> tags,
            String detailsUrl,
            String ticketUrl,
            Map<String, Object> metadata,
            @Nullable String heldReason) {
        this.id = requireNonNull(id, "id is null");
        this.startTime = requireNonNull(startTime, "startTime is null");
        this.level = level;
        this.description = requireNonNull(description, "description is null");
        this.tags = requireNonNull(tags, "tags is null");
        this.detailsUrl = requireNonNull(detailsUrl, "detailsUrl is null");
        this.ticketUrl = requireNonNull(ticketUrl, "ticketUrl is null");
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.held = heldReason == null ? null : new Held(heldReason, null, false);
        this.acknowledgement = null;
    }

    private DesiredIncident(DesiredIncident like, @Nullable DesiredAck acknowledgement, @Nullable Held held) {
        this.id = like.id;
        this.startTime = like.startTime;
        this.level = like.level;
        this.description = like.description;
        this.tags = like.tags;
        this.detailsUrl = like.detailsUrl;
        this.ticketUrl = like.ticketUrl;
        this.metadata = like.metadata;
        this.held = held;
        this.acknowledgement = acknowledgement;
    }

    /** Returns a copy with an acknowledgement of the source; null for none. */
    DesiredIncident withAcknowledgement(@Nullable DesiredAck ack) {
        return Objects.equals(ack, acknowledgement) ? this : new DesiredIncident(this, ack, held);
    }

    /**
     * Returns a copy that states since when the source has not known the alert's state. Null for not. Only a held alert
     * has it.
     */
    DesiredIncident unknownSince(@Nullable Instant since) {
        return held == null || Objects.equals(since, held.unknownSince())
                ? this
                : new DesiredIncident(this, acknowledgement, new Held(held.reason(), since, false));
    }

    /** Returns a copy that is held because the alert is suppressed in the source. */
    DesiredIncident suppressed(String reason) {
        return new DesiredIncident(this, acknowledgement, new Held(reason, null, true));
    }

    /** Returns the alert. */
    public AlertId id() {
        return id;
    }

    @Override
    public Instant startTime() {
        return startTime;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Tag> tags() {
        return tags;
    }

    @Override
    public String detailsUrl() {
        return detailsUrl;
    }

    @Override
    public String ticketUrl() {
        return ticketUrl;
    }

    @Override
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Returns why the alert is held: its incident is neither opened nor changed nor ended; null if it is not. */
    public @Nullable String heldReason() {
        return held == null ? null : held.reason();
    }

    /** Returns since when the state of the alert has not been known, to be shown to people; null if not applicable. */
    public @Nullable Instant unknownSince() {
        return held == null ? null : held.unknownSince();
    }

    /** Returns the acknowledgement in the source; null if there is none, or if it came from Argus. */
    public @Nullable DesiredAck acknowledgement() {
        return acknowledgement;
    }

    /** Returns whether the source does not know whether the alert is open, or the alert is held as suppressed. */
    public boolean isHeld() {
        return held != null;
    }

    /** Returns whether the alert is known to be open, and held because it is suppressed in the source. */
    public boolean isHeldAsSuppressed() {
        return held != null && held.suppressed();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof DesiredIncident other
                        && id.equals(other.id)
                        && startTime.equals(other.startTime)
                        && level == other.level
                        && description.equals(other.description)
                        && tags.equals(other.tags)
                        && detailsUrl.equals(other.detailsUrl)
                        && ticketUrl.equals(other.ticketUrl)
                        && metadata.equals(other.metadata)
                        && Objects.equals(held, other.held)
                        && Objects.equals(acknowledgement, other.acknowledgement));
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + description.hashCode();
    }

    @Override
    public String toString() {
        return "DesiredIncident[" + id + ", level " + level + ", " + description + "]";
    }

    /**
     * Why an alert is held: the source does not know whether it is open, perhaps since a certain time, or it is
     * suppressed. One object, because most alerts are not held.
     */
    private record Held(String reason, @Nullable Instant unknownSince, boolean suppressed) {}
}
