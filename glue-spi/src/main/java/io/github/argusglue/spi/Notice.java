package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event without an end, for example the reboot of a device or a change of its configuration. It becomes a stateless
 * incident in Argus: one for each id, however often it is posted.
 *
 * @see SourceContext#post(Notice)
 */
@Unstable
public final class Notice {
    private final String id;
    private final Instant at;
    private final String description;
    private final Severity severity;
    private final List<Tag> tags;
    private final @Nullable URI detailsUrl;

    private Notice(Builder builder) {
        id = builder.id;
        at = builder.at;
        description = builder.description;
        severity = builder.severity;
        tags = List.copyOf(builder.tags);
        detailsUrl = builder.detailsUrl;
    }

    /**
     * Returns a builder.
     *
     * @param id unique among all notices and alerts of this source; not blank
     * @param at when it happened
     */
    public static Builder builder(String id, Instant at) {
        return new Builder(id, at);
    }

    /** Returns the identity. */
    public String id() {
        return id;
    }

    /** Returns when it happened. */
    public Instant at() {
        return at;
    }

    /** Returns the description, one line for people; may be empty. */
    public String description() {
        return description;
    }

    /** Returns the severity. */
    public Severity severity() {
        return severity;
    }

    /** Returns the tags in the order they were added; unmodifiable. */
    public List<Tag> tags() {
        return tags;
    }

    /** Returns the link to a page about it; empty if there is none. */
    public Optional<URI> detailsUrl() {
        return Optional.ofNullable(detailsUrl);
    }

    /** Builds a notice. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final Instant at;
        private final List<Tag> tags = new ArrayList<>();
        private String description = "";
        private Severity severity = Severity.INFORMATION;
        private @Nullable URI detailsUrl;

        private Builder(String id, Instant at) {
            this.id = requireNonNull(id, "id is null");
            this.at = requireNonNull(at, "at is null");
            if (id.isBlank()) {
                throw new IllegalArgumentException("the id of a notice is blank");
            }
        }

        /** Sets the description, one line for people; empty if never set. */
        public Builder description(String description) {
            this.description = requireNonNull(description, "description is null");
            return this;
        }

        /** Sets the severity; {@link Severity#INFORMATION} if never set. */
        public Builder severity(Severity severity) {
            this.severity = requireNonNull(severity, "severity is null");
            return this;
        }

        /** Adds a tag whose key is derived from {@code name} as in {@link Tag#of}. */
        public Builder tag(String name, String value) {
            tags.add(Tag.of(name, value));
            return this;
        }

        /** Sets the link to a page about it; null for none. */
        public Builder detailsUrl(@Nullable URI detailsUrl) {
            this.detailsUrl = detailsUrl;
            return this;
        }

        /** Returns the notice. */
        public Notice build() {
            return new Notice(this);
        }
    }
}
