package io.github.argusglue.plugin.nagios.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One host or service as the monitoring daemon last reported it. Immutable. */
public final class ObjectStatus {
    private final Builder values;

    private ObjectStatus(Builder values) {
        this.values = values;
    }

    /** Returns a builder of the status of an object that was checked and has no problem. */
    public static Builder builder(ObjectKey key) {
        return new Builder(key);
    }

    /** Returns the name of the object. */
    public ObjectKey key() {
        return values.key;
    }

    /** Returns whether it was ever checked. If not, its state means nothing. */
    public boolean isChecked() {
        return values.checked;
    }

    /** Returns the state by the last check. */
    public State state() {
        return values.state;
    }

    /** Returns whether the state is HARD: confirmed by as many checks as configured. */
    public boolean isHard() {
        return values.hard;
    }

    /** Returns the time of the check behind this state. */
    public Instant lastCheck() {
        return values.lastCheck;
    }

    /**
     * Returns when the object was last OK or UP ({@code last_time_ok}), which stays the same for as long as a problem
     * lasts; empty if that is not known, or if it never was.
     */
    public Optional<Instant> lastOk() {
        return Optional.ofNullable(values.lastOk);
    }

    /** Returns when the present state began ({@code last_hard_state_change} if it is hard); empty if not known. */
    public Optional<Instant> since() {
        return Optional.ofNullable(values.since);
    }

    /** Returns the first line of the check's output, without performance data. */
    public String output() {
        return values.output;
    }

    /** Returns whether the problem is acknowledged. */
    public boolean isAcknowledged() {
        return values.acknowledged;
    }

    /** Returns when the acknowledgement expires; empty if it does not. */
    public Optional<Instant> acknowledgedUntil() {
        return Optional.ofNullable(values.acknowledgedUntil);
    }

    /** Returns whether a downtime of the object itself is in effect. For a service, see also {@link #host}. */
    public boolean isInDowntime() {
        return values.inDowntime;
    }

    /** Returns the downtime in effect; empty if there is none, or if its details are not known. */
    public Optional<Downtime> downtime() {
        return Optional.ofNullable(values.downtime);
    }

    /** Returns whether the state changes so often that the daemon calls it flapping. */
    public boolean isFlapping() {
        return values.flapping;
    }

    /** Returns whether notifications are enabled for the object. */
    public boolean isNotifying() {
        return values.notifying;
    }

    /** Returns whether the daemon can reach it: false if a parent of the host is down. */
    public boolean isReachable() {
        return values.reachable;
    }

    /** Returns the comments, oldest first. */
    public List<Comment> comments() {
        return values.comments;
    }

    /** Returns the custom variables, without the underscore, by name in upper case unless the daemon keeps the case. */
    public Map<String, String> variables() {
        return values.variables;
    }

    /** Returns the names of the host groups of a host, the service groups of a service. */
    public List<String> groups() {
        return values.groups;
    }

    /** Returns the names of the contact groups. */
    public List<String> contactGroups() {
        return values.contactGroups;
    }

    /** Returns the address of a host; empty if not known, and for a service. */
    public String address() {
        return values.address;
    }

    /** Returns the alias or display name; empty if not known. */
    public String alias() {
        return values.alias;
    }

    /** Returns the link to notes, with macros expanded; empty if there is none. */
    public String notesUrl() {
        return values.notesUrl;
    }

    /** Returns the host of a service, as far as it is known; empty for a host. */
    public Optional<ObjectStatus> host() {
        return Optional.ofNullable(values.host);
    }

    @Override
    public String toString() {
        return values.key + " " + values.state + (values.hard ? " HARD" : " SOFT");
    }

    /** Builds a status. Not safe for use by several threads; used once. */
    public static final class Builder {
        private final ObjectKey key;
        private boolean checked = true;
        private State state;
        private boolean hard = true;
        private Instant lastCheck = Instant.EPOCH;
        private @Nullable Instant lastOk;
        private @Nullable Instant since;
        private String output = "";
        private boolean acknowledged;
        private @Nullable Instant acknowledgedUntil;
        private boolean inDowntime;
        private @Nullable Downtime downtime;
        private boolean flapping;
        private boolean notifying = true;
        private boolean reachable = true;
        private List<Comment> comments = List.of();
        private Map<String, String> variables = Map.of();
        private List<String> groups = List.of();
        private List<String> contactGroups = List.of();
        private String address = "";
        private String alias = "";
        private String notesUrl = "";
        private @Nullable ObjectStatus host;

        private Builder(ObjectKey key) {
            this.key = requireNonNull(key, "key is null");
            this.state = key.isHost() ? State.UP : State.OK;
        }

        public Builder checked(boolean value) {
            checked = value;
            return this;
        }

        public Builder state(State value) {
            state = requireNonNull(value, "state is null");
            return this;
        }

        public Builder hard(boolean value) {
            hard = value;
            return this;
        }

        public Builder lastCheck(Instant value) {
            lastCheck = requireNonNull(value, "lastCheck is null");
            return this;
        }

        /** Sets when it was last OK; null or the epoch if that is not known. */
        public Builder lastOk(@Nullable Instant value) {
            lastOk = Instant.EPOCH.equals(value) ? null : value;
            return this;
        }

        /** Sets when the present state began; null or the epoch if that is not known. */
        public Builder since(@Nullable Instant value) {
            since = Instant.EPOCH.equals(value) ? null : value;
            return this;
        }

        public Builder output(String value) {
            output = requireNonNull(value, "output is null");
            return this;
        }

        /** Sets whether the problem is acknowledged, and when that expires; null or the epoch if it does not. */
        public Builder acknowledged(boolean value, @Nullable Instant until) {
            acknowledged = value;
            acknowledgedUntil = Instant.EPOCH.equals(until) ? null : until;
            return this;
        }

        /** Sets whether a downtime is in effect, and its details; null if they are not known. */
        public Builder inDowntime(boolean value, @Nullable Downtime details) {
            inDowntime = value;
            downtime = details;
            return this;
        }

        public Builder flapping(boolean value) {
            flapping = value;
            return this;
        }

        public Builder notifying(boolean value) {
            notifying = value;
            return this;
        }

        public Builder reachable(boolean value) {
            reachable = value;
            return this;
        }

        public Builder comments(List<Comment> value) {
            comments = List.copyOf(value);
            return this;
        }

        public Builder variables(Map<String, String> value) {
            variables = Map.copyOf(value);
            return this;
        }

        public Builder groups(List<String> value) {
            groups = List.copyOf(value);
            return this;
        }

        public Builder contactGroups(List<String> value) {
            contactGroups = List.copyOf(value);
            return this;
        }

        public Builder address(String value) {
            address = requireNonNull(value, "address is null");
            return this;
        }

        public Builder alias(String value) {
            alias = requireNonNull(value, "alias is null");
            return this;
        }

        public Builder notesUrl(String value) {
            notesUrl = requireNonNull(value, "notesUrl is null");
            return this;
        }

        public Builder host(@Nullable ObjectStatus value) {
            host = value;
            return this;
        }

        public ObjectStatus build() {
            return new ObjectStatus(this);
        }
    }
}
