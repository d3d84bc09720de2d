package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that a person did to an incident in Argus. */
@Unstable
public final class Feedback {
    private final AlertId alertId;
    private final Kind kind;
    private final Instant at;
    private final String actor;
    private final String text;
    private final @Nullable URI ticketUrl;

    private Feedback(Builder builder) {
        alertId = builder.alertId;
        kind = builder.kind;
        at = builder.at;
        actor = builder.actor;
        text = builder.text;
        ticketUrl = builder.ticketUrl;
    }

    /** Returns a builder; adapters need it in tests only. */
    public static Builder builder(AlertId alertId, Kind kind, Instant at) {
        return new Builder(alertId, kind, at);
    }

    /** Returns the alert it was done to. */
    public AlertId alertId() {
        return alertId;
    }

    /** Returns what was done. */
    public Kind kind() {
        return kind;
    }

    /** Returns when. */
    public Instant at() {
        return at;
    }

    /** Returns who did it; empty if Argus does not say. */
    public String actor() {
        return actor;
    }

    /** Returns what they wrote; may be empty. */
    public String text() {
        return text;
    }

    /** Returns the ticket, for {@link Kind#TICKET_SET}. */
    public Optional<URI> ticketUrl() {
        return Optional.ofNullable(ticketUrl);
    }

    /** What was done. */
    public enum Kind {
        /** Acknowledged. */
        ACKNOWLEDGED,
        /** The acknowledgement was withdrawn or ran out. */
        UNACKNOWLEDGED,
        /** A ticket was set or changed. */
        TICKET_SET,
        /** Closed by a person. */
        CLOSED,
        /** Reopened by a person. */
        REOPENED
    }

    /** Builds a feedback. */
    public static final class Builder {
        private final AlertId alertId;
        private final Kind kind;
        private final Instant at;
        private String actor = "";
        private String text = "";
        private @Nullable URI ticketUrl;

        private Builder(AlertId alertId, Kind kind, Instant at) {
            this.alertId = requireNonNull(alertId, "alertId is null");
            this.kind = requireNonNull(kind, "kind is null");
            this.at = requireNonNull(at, "at is null");
        }

        /** Sets who did it. */
        public Builder actor(String actor) {
            this.actor = requireNonNull(actor, "actor is null");
            return this;
        }

        /** Sets what they wrote. */
        public Builder text(String text) {
            this.text = requireNonNull(text, "text is null");
            return this;
        }

        /** Sets the ticket. */
        public Builder ticketUrl(URI ticketUrl) {
            this.ticketUrl = requireNonNull(ticketUrl, "ticketUrl is null");
            return this;
        }

        /** Returns the feedback. */
        public Feedback build() {
            return new Feedback(this);
        }
    }
}
