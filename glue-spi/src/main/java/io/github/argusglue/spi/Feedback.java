package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did to an incident in Argus.
 *
 * <p>The same feedback may be delivered more than once, also after a restart of argus-glue. {@link #id()} is the same
 * each time, so an adapter can search the source's log for it. If the wanted state itself can be read (is the problem
 * acknowledged, is there a silence), check that instead.
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

    /** Returns a builder. Adapters need it only in tests. */
    public static Builder builder(AlertId alertId, Kind kind, Instant at) {
        return new Builder(alertId, kind, at);
    }

    /**
     * Returns the id of the alert whose incident it was done to, as the last snapshot had it: with the start that the
     * source reports now. If the last snapshot does not have the alert, the start is that of the incident, which is an
     * earlier one of the same alert. So recognise the alert by {@link AlertId#key}, unless the ids are
     * {@linkplain AlertId#unique unique}.
     */
    public AlertId alertId() {
        return alertId;
    }

    /** Returns what was done. */
    public Kind kind() {
        return kind;
    }

    /** Returns when it was done. */
    public Instant at() {
        return at;
    }

    /** Returns the unique id of this feedback, the same each time it is delivered: letters, digits and hyphens. */
    public String id() {
        return id;
    }

    /** Returns the number of the incident in Argus, to be shown to people; 0 if there is none. */
    public long incident() {
        return incident;
    }

    /** Returns the person who did it; empty if Argus does not say. */
    public String actor() {
        return actor;
    }

    /** Returns what the person wrote; may be empty. */
    public String text() {
        return text;
    }

    /**
     * Returns when this acknowledgement expires; empty if it does not, and for other kinds. An incident may have
     * several; each is delivered with its own end, and the incident is acknowledged until the last of them ends. So a
     * later feedback may have an earlier end, and does not shorten the one before.
     */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /** Returns the ticket; empty unless the kind is {@link Kind#TICKET_SET}. */
    public Optional<URI> ticketUrl() {
        return Optional.ofNullable(ticketUrl);
    }

    @Override
    public String toString() {
        return "Feedback[" + kind + " " + id + " on '" + alertId.value() + "' by '" + actor + "']";
    }

    /**
     * What was done. Values may be added; a sink is only given the kinds that it {@linkplain FeedbackSink#accepts
     * accepts}.
     */
    public enum Kind {
        /** A person acknowledged the incident. */
        ACKNOWLEDGED,
        /** The acknowledgement was withdrawn or expired. */
        UNACKNOWLEDGED,
        /** A person set or changed the ticket. */
        TICKET_SET,
        /** A person closed the incident. */
        CLOSED,
        /** A person reopened the incident. */
        REOPENED
    }

    /** Builds a feedback. Not safe for use by several threads. */
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

        /** Sets the unique id; empty if never set. */
        public Builder id(String id) {
            this.id = requireNonNull(id, "id is null");
            return this;
        }

        /** Sets the number of the incident in Argus; 0 if never set. */
        public Builder incident(long incident) {
            this.incident = incident;
            return this;
        }

        /** Sets when an acknowledgement expires. */
        public Builder until(Instant until) {
            this.until = requireNonNull(until, "until is null");
            return this;
        }

        /** Sets the person who did it; empty if never set. */
        public Builder actor(String actor) {
            this.actor = requireNonNull(actor, "actor is null");
            return this;
        }

        /** Sets what the person wrote; empty if never set. */
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
