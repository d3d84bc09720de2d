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
 * <p>For an alert that has not changed, return <em>the same object</em> as in the last snapshot if that is easy. The
 * core compares object identity first, so a hint that changed one of 100,000 alerts costs almost nothing. Returning an
 * equal object is also correct, only slower.
 *
 * <p>Fill in what people read and filter on. Leave out what changes all the time (counters, ages, last-seen times):
 * each change becomes a line in the incident's log in Argus.
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
    private final @Nullable String scope;
    private final @Nullable Suppression suppression;

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
        scope = builder.scope;
        suppression = builder.suppression;
    }

    /**
     * Returns a builder.
     *
     * @param id identity of the alert
     * @param startedAt when the alert began, by the source's clock; the core never writes a start in the future to
     *     Argus
     */
    public static Builder builder(AlertId id, Instant startedAt) {
        return new Builder(id, startedAt);
    }

    /** Returns the identity. */
    public AlertId id() {
        return id;
    }

    /** Returns when the alert began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the description, one line for people; may be empty. */
    public String description() {
        return description;
    }

    /** Returns the severity. */
    public Severity severity() {
        return severity;
    }

    /** Returns the tags in the order they were added, without duplicates; unmodifiable. */
    public List<Tag> tags() {
        return tags;
    }

    /** Returns the metadata: JSON values by name, for programs that read the incident; unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /**
     * Returns the link to a page about the alert, absolute or relative to the source's base URL in Argus; empty if
     * there is none.
     */
    public Optional<URI> detailsUrl() {
        return Optional.ofNullable(detailsUrl);
    }

    /** Returns the ticket that the source has for the alert; empty if there is none. */
    public Optional<URI> ticketUrl() {
        return Optional.ofNullable(ticketUrl);
    }

    /** Returns why the source cannot tell whether the alert is still open; empty if it can. */
    public Optional<String> heldReason() {
        return Optional.ofNullable(heldReason);
    }

    /**
     * Returns the time since which the state of the alert is unknown, to be shown to people; empty if the state is
     * known, or will be known soon.
     */
    @Unstable
    public Optional<Instant> unknownSince() {
        return Optional.ofNullable(unknownSince);
    }

    /** Returns the acknowledgement in the source; empty if nobody has acknowledged the alert. */
    @Unstable
    public Optional<Acknowledgement> acknowledgement() {
        return Optional.ofNullable(acknowledgement);
    }

    /** Returns the part of the source that the alert belongs to; empty if it has none. */
    @Unstable
    public Optional<String> scope() {
        return Optional.ofNullable(scope);
    }

    /** Returns why the source sends no notifications for the alert; empty if it does. */
    @Unstable
    public Optional<Suppression> suppression() {
        return Optional.ofNullable(suppression);
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
                        && Objects.equals(acknowledgement, other.acknowledgement)
                        && Objects.equals(scope, other.scope)
                        && Objects.equals(suppression, other.suppression));
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + description.hashCode();
    }

    /** Returns a text for messages and tests: what people see of the alert, and its state in the source. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Alert[")
                .append(id.value())
                .append(" since ")
                .append(startedAt)
                .append(", ")
                .append(severity)
                .append(", ")
                .append(description);
        tags.forEach(tag -> text.append(", ").append(tag));
        append(text, "scope", scope);
        append(text, "held", heldReason);
        append(text, "suppressed", suppression == null ? null : suppression.reason());
        return text.append(']').toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(", ").append(name).append(": ").append(value);
        }
    }

    static String checkScope(String scope) {
        if (scope.isBlank()) {
            throw new IllegalArgumentException("the scope is blank: leave it out, or name the part of the source");
        }
        return scope;
    }

    /** Builds an alert. Not safe for use by several threads. */
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
        private @Nullable String scope;
        private @Nullable Suppression suppression;

        private Builder(AlertId id, Instant startedAt) {
            this.id = requireNonNull(id, "id is null");
            this.startedAt = requireNonNull(startedAt, "startedAt is null");
        }

        /**
         * Sets the description, one line for people; empty if never set. The core shortens a text that is too long and
         * removes characters that Argus refuses.
         */
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
         * Adds a tag whose key is derived from {@code name} as in {@link Tag#of}. A tag that is already present is not
         * added twice.
         *
         * @throws IllegalArgumentException if no key can be derived from the name
         */
        public Builder tag(String name, String value) {
            return tag(Tag.of(name, value));
        }

        /** Adds a tag. A tag that is already present is not added twice. */
        public Builder tag(Tag tag) {
            if (!tags.contains(requireNonNull(tag, "tag is null"))) {
                tags.add(tag);
            }
            return this;
        }

        /**
         * Sets the metadata; empty if never set.
         *
         * <p>Convert everything else, such as times and addresses, to text yourself. The core writes null as JSON's
         * null, and numbers that JSON does not have ({@code NaN}, infinity) as text.
         *
         * @param metadata strings, numbers, booleans, nulls, lists, and maps with string keys; may be nested. Nested
         *     lists and maps are not copied: do not change them afterwards
         * @throws IllegalArgumentException if it contains something else; the message names its key and type. Thrown by
         *     {@link #build}
         */
        public Builder metadata(Map<String, ?> metadata) {
            this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            return this;
        }

        /** Sets the link to a page about the alert; null for none. */
        public Builder detailsUrl(@Nullable URI detailsUrl) {
            this.detailsUrl = detailsUrl;
            return this;
        }

        /** Sets the ticket; null for none. Null never removes a ticket that a person set in Argus. */
        public Builder ticketUrl(@Nullable URI ticketUrl) {
            this.ticketUrl = ticketUrl;
            return this;
        }

        /**
         * Marks the alert as held: the source cannot tell whether it is over. It was open when last reported, and
         * something prevents a newer report. The core neither opens nor updates nor closes the incident of a held
         * alert.
         *
         * @param reason one line for people, for example "its Prometheus has been silent since 12:04"
         */
        public Builder held(String reason) {
            this.heldReason = requireNonNull(reason, "reason is null");
            return this;
        }

        /**
         * Marks the alert as held, and its state as unknown for what may be a long time, for example because a system
         * behind the source is down. If the alert has an incident, the end of its description then says so: "(state
         * unknown since 2026-11-21 10:00 UTC)". This is written once, and removed when the alert is no longer held. Do
         * not use it for states that end by themselves within minutes, since each change is a line in the incident's
         * log.
         *
         * @param reason one line for people
         * @param since when the alert was last known to be open; the same in each snapshot for as long as it is held
         */
        @Unstable
        public Builder held(String reason, Instant since) {
            this.unknownSince = requireNonNull(since, "since is null");
            return held(reason);
        }

        /** Sets the acknowledgement in the source; null if nobody has acknowledged the alert. */
        @Unstable
        public Builder acknowledgement(@Nullable Acknowledgement acknowledgement) {
            this.acknowledgement = acknowledgement;
            return this;
        }

        /**
         * Sets the part of the source that the alert belongs to: a site, a member of a cluster, an endpoint of the API.
         * A snapshot can then be {@linkplain Snapshot#except complete except for} some parts. The core stores the scope
         * in the incident's metadata ({@code argus_glue_scope}), so it knows after a restart to which part an absent
         * alert belonged. Use the id of the part rather than a name that people may change, and keep it for as long as
         * the alert lasts: until the incident is updated, the earlier scope counts. An alert without a scope is not
         * closed for being absent while any part is unknown.
         *
         * @param scope not blank
         * @throws IllegalArgumentException if the scope is blank
         */
        @Unstable
        public Builder scope(String scope) {
            this.scope = checkScope(scope);
            return this;
        }

        /**
         * Marks the alert as suppressed in the source (maintenance, downtime, silence); null if it is not. The alert
         * gets the tag {@code suppressed=true}, which rules see. The key {@code suppressed} of the source decides
         * whether it is shown, not opened, or ended.
         */
        @Unstable
        public Builder suppressed(@Nullable Suppression suppression) {
            this.suppression = suppression;
            return this;
        }

        /**
         * Returns the alert.
         *
         * @throws IllegalArgumentException if JSON cannot hold the {@linkplain #metadata metadata}
         */
        public Alert build() {
            String fault = metadata.isEmpty() ? null : JsonCheck.fault(metadata);
            if (fault != null) {
                throw new IllegalArgumentException("alert '" + id.key() + "': metadata: " + fault
                        + ". Use strings, numbers, booleans, lists, and maps with string keys");
            }
            return new Alert(this);
        }
    }
}
