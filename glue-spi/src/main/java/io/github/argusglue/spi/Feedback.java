package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did to an incident in Argus.
 *
 * <p>It may come more than once, also after a restart of argus-glue. {@link #id()} is the same each time, so a source
 * that keeps a log can be searched for it; where what is wanted can be read (is it acknowledged, is there a silence),
 * look at that instead.
 */
@Unstable
public final class Feedback {
    private final AlertId alertId;
    private final Kind kind;
    private final Instant at;
    private final String id;
    private final long incident;
    private final String actor;
    private final String text;
    private final @Nullable Instant until;
    private final @Nullable URI ticketUrl;

    private Feedback(Builder builder) {
        alertId = builder.alertId;
        kind = builder.kind;
        at = builder.at;
        id = builder.id;
        incident = builder.incident;
        actor = builder.actor;
        text = builder.text;
        until = builder.until;
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

    /** Returns what names this deed and no other, the same each time it is delivered: letters, digits and hyphens. */
    public String id() {
        return id;
    }

    /** Returns the number of the incident in Argus, for people to find it; 0 if there is none to tell. */
    public long incident() {
        return incident;
    }

    /** Returns who did it; empty if Argus does not say. */
    public String actor() {
        return actor;
    }

    /** Returns what they wrote; may be empty. */
    public String text() {
        return text;
    }

    /** Returns when an acknowledgement runs out; empty if it does not, and for the other kinds. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /** Returns the ticket, for {@link Kind#TICKET_SET}. */
    public Optional<URI> ticketUrl() {
        return Optional.ofNullable(ticketUrl);
    }

    @Override
    public String toString() {
        return "Feedback[" + kind + " " + id + " on '" + alertId.value() + "' by '" + actor + "']";
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
        private String id = "";
        private long incident;
        private String actor = "";
        private String text = "";
        private @Nullable Instant until;
        private @Nullable URI ticketUrl;

        private Builder(AlertId alertId, Kind kind, Instant at) {
            this.alertId = requireNonNull(alertId, "alertId is null");
            this.kind = requireNonNull(kind, "kind is null");
            this.at = requireNonNull(at, "at is null");
        }

        /** Sets what names this deed and no other. */
        public Builder id(String id) {
            this.id = requireNonNull(id, "id is null");
            return this;
        }

        /** Sets the number of the incident in Argus. */
        public Builder incident(long incident) {
            this.incident = incident;
            return this;
        }

        /** Sets when an acknowledgement runs out. */
        public Builder until(Instant until) {
            this.until = requireNonNull(until, "until is null");
            return this;
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
