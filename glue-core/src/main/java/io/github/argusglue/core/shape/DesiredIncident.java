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

/** What an alert is to look like in Argus: every text fit for it, the source's own tags added. */
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
     * Makes one.
     *
     * @param id which alert it is
     * @param startTime when it began, never in the future
     * @param level 1 (critical) to 5 (information)
     * @param description for people
     * @param tags each once
     * @param detailsUrl empty for none
     * @param ticketUrl empty for none
     * @param metadata JSON values, with the mark of {@link IncidentIds} where the id needs it
     * @param heldReason why the source cannot tell whether it is open; null if it can
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
        this.held = heldReason == null ? null : new Held(heldReason, null);
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

    /** Returns the same, acknowledged in its source; null for not. */
    public DesiredIncident acknowledged(@Nullable DesiredAck ack) {
        return Objects.equals(ack, acknowledgement) ? this : new DesiredIncident(this, ack, held);
    }

    /** Returns the same; one that is held says since when nobody has known of it. Null for not. */
    public DesiredIncident unknownSince(@Nullable Instant since) {
        return held == null || Objects.equals(since, held.unknownSince())
                ? this
                : new DesiredIncident(this, acknowledgement, new Held(held.reason(), since));
    }

    /** Returns which alert it is. */
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

    /** Returns why the source cannot tell whether it is open; null if it can. */
    public @Nullable String heldReason() {
        return held == null ? null : held.reason();
    }

    /** Returns since when nobody knows of it, for people to be told; null if that is not so. */
    public @Nullable Instant unknownSince() {
        return held == null ? null : held.unknownSince();
    }

    /** Returns the acknowledgement it has in its source, null if none, or if that came from Argus. */
    public @Nullable DesiredAck acknowledgement() {
        return acknowledgement;
    }

    /** Tells whether the source cannot tell whether it is open. */
    public boolean isHeld() {
        return held != null;
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
     * Why the source cannot tell whether it is open, and since when nobody knows; one object, for most are not held.
     */
    private record Held(String reason, @Nullable Instant unknownSince) {}
}
