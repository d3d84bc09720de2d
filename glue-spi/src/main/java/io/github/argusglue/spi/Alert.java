package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One alert that is open in the source.
 *
 * <p>For an alert that has not changed an adapter hands back <em>the same object</em> as in its last snapshot where it
 * easily can: the core compares identity first, so a hint that changed one of 100,000 alerts then costs next to
 * nothing. Handing back an equal one is correct too, only slower.
 *
 * <p>Fill in what people read and filter on, and leave out what changes all the time (counters, ages, last-seen times):
 * each change is a line in the incident's log in Argus.
 *
 * <pre>{@code
 * Alert.builder(AlertId.startedAt("web1/http", since), since)
 *         .description("web1: http does not answer")
 *         .severity(Severity.HIGH)
 *         .tag("host", "web1")
 *         .tag("service", "http")
 *         .build();
 * }</pre>
 */
public final class Alert {
    private final AlertId id;
    private final Instant startedAt;
    private final String description;
    private final Severity severity;
    private final List<Tag> tags;
    private final Map<String, Object> metadata;
    private final @Nullable URI detailsUrl;
    private final @Nullable URI ticketUrl;
    private final @Nullable String heldReason;
    private final @Nullable Instant unknownSince;
    private final @Nullable Acknowledgement acknowledgement;

    private Alert(Builder builder) {
        id = builder.id;
        startedAt = builder.startedAt;
        description = builder.description;
        severity = builder.severity;
        tags = List.copyOf(builder.tags);
        metadata = builder.metadata;
        detailsUrl = builder.detailsUrl;
        ticketUrl = builder.ticketUrl;
        heldReason = builder.heldReason;
        unknownSince = builder.unknownSince;
        acknowledgement = builder.acknowledgement;
    }

    /**
     * Returns a builder.
     *
     * @param id which alert it is
     * @param startedAt when it began, by the source's own reckoning; the core never writes a start in the future
     */
    public static Builder builder(AlertId id, Instant startedAt) {
        return new Builder(id, startedAt);
    }

    /** Returns the identity. */
    public AlertId id() {
        return id;
    }

    /** Returns when it began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns one line for people; may be empty. */
    public String description() {
        return description;
    }

    /** Returns the severity. */
    public Severity severity() {
        return severity;
    }

    /** Returns the tags, each once, in the order they were added; unmodifiable. */
    public List<Tag> tags() {
        return tags;
    }

    /** Returns JSON values by name for programs that read the incident; unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Returns the page about it, absolute or relative to the source's base URL in Argus. */
    public Optional<URI> detailsUrl() {
        return Optional.ofNullable(detailsUrl);
    }

    /** Returns the ticket that the source has for it. */
    public Optional<URI> ticketUrl() {
        return Optional.ofNullable(ticketUrl);
    }

    /** Returns why the source cannot tell whether it is still open; empty if it can. */
    public Optional<String> heldReason() {
        return Optional.ofNullable(heldReason);
    }

    /**
     * Returns since when nobody knows whether it is still open, for people to be told; empty if that is not so, or will
     * soon be found out.
     */
    @Unstable
    public Optional<Instant> unknownSince() {
        return Optional.ofNullable(unknownSince);
    }

    /** Returns who has acknowledged it in the source; empty if nobody. */
    @Unstable
    public Optional<Acknowledgement> acknowledgement() {
        return Optional.ofNullable(acknowledgement);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof Alert other
                        && id.equals(other.id)
                        && startedAt.equals(other.startedAt)
                        && description.equals(other.description)
                        && severity == other.severity
                        && tags.equals(other.tags)
                        && metadata.equals(other.metadata)
                        && Objects.equals(detailsUrl, other.detailsUrl)
                        && Objects.equals(ticketUrl, other.ticketUrl)
                        && Objects.equals(heldReason, other.heldReason)
                        && Objects.equals(unknownSince, other.unknownSince)
                        && Objects.equals(acknowledgement, other.acknowledgement));
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + description.hashCode();
    }

    @Override
    public String toString() {
        return "Alert[" + id.value() + ", " + severity + ", " + description + "]";
    }

    /** Builds an alert; not safe for use by several threads. */
    public static final class Builder {
        private final AlertId id;
        private final Instant startedAt;
        private final List<Tag> tags = new ArrayList<>();
        private String description = "";
        private Severity severity = Severity.MODERATE;
        private Map<String, Object> metadata = Map.of();
        private @Nullable URI detailsUrl;
        private @Nullable URI ticketUrl;
        private @Nullable String heldReason;
        private @Nullable Instant unknownSince;
        private @Nullable Acknowledgement acknowledgement;

        private Builder(AlertId id, Instant startedAt) {
            this.id = requireNonNull(id, "id is null");
            this.startedAt = requireNonNull(startedAt, "startedAt is null");
        }

        /** Sets the line for people. The core cuts what is too long and takes out what Argus refuses. */
        public Builder description(String description) {
            this.description = requireNonNull(description, "description is null");
            return this;
        }

        /** Sets the severity; {@link Severity#MODERATE} if never set. */
        public Builder severity(Severity severity) {
            this.severity = requireNonNull(severity, "severity is null");
            return this;
        }

        /**
         * Adds a tag whose key is made of {@code name} as {@link Tag#of} does it; a tag that is there already is not
         * added twice.
         *
         * @throws IllegalArgumentException if nothing of the name is left
         */
        public Builder tag(String name, String value) {
            return tag(Tag.of(name, value));
        }

        /** Adds a tag; one that is there already is not added twice. */
        public Builder tag(Tag tag) {
            if (!tags.contains(requireNonNull(tag, "tag is null"))) {
                tags.add(tag);
            }
            return this;
        }

        /**
         * Sets the metadata.
         *
         * @param metadata of strings, numbers, booleans, lists and maps with string keys
         */
        public Builder metadata(Map<String, ?> metadata) {
            this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            return this;
        }

        /** Sets the page about it. */
        public Builder detailsUrl(@Nullable URI detailsUrl) {
            this.detailsUrl = detailsUrl;
            return this;
        }

        /** Sets its ticket. A ticket that a person set in Argus is never overwritten by none. */
        public Builder ticketUrl(@Nullable URI ticketUrl) {
            this.ticketUrl = ticketUrl;
            return this;
        }

        /**
         * Says that the source cannot tell whether the alert is over: its last word was that it is open, and there is a
         * reason why nothing newer came. It is then neither opened nor updated nor closed.
         *
         * @param reason one line for people, such as "its Prometheus has been silent since 12:04"
         */
        public Builder held(String reason) {
            this.heldReason = requireNonNull(reason, "reason is null");
            return this;
        }

        /**
         * Says the same of an alert of which nobody may know for long, such as one of a system that is down. Its
         * incident, if it has one, says so at the end of its description: "(state unknown since 2026-11-21 10:00 UTC)".
         * That is written once, and taken back when the alert is no longer held. Not for what passes by itself in
         * minutes: each is a line in the incident's log.
         *
         * @param reason one line for people
         * @param since when it was last known to be open; each snapshot says the same time while this lasts
         */
        @Unstable
        public Builder held(String reason, Instant since) {
            this.unknownSince = requireNonNull(since, "since is null");
            return held(reason);
        }

        /** Sets who has acknowledged it in the source. */
        @Unstable
        public Builder acknowledgement(@Nullable Acknowledgement acknowledgement) {
            this.acknowledgement = acknowledgement;
            return this;
        }

        /** Returns the alert. */
        public Alert build() {
            return new Alert(this);
        }
    }
}
