package io.github.argusglue.plugin.nagios.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One host or service as the monitoring daemon last reported it.
 *
 * @param key name of the object
 * @param isChecked whether it was ever checked; if not, its state means nothing
 * @param state state by the last check
 * @param isHard whether the state is HARD: confirmed by as many checks as configured
 * @param lastCheck time of the check behind this state
 * @param lastOk when the object was last OK or UP ({@code last_time_ok}), which stays the same for as long as a problem
 *     lasts; empty if that is not known, or if it never was
 * @param since when the present state began ({@code last_hard_state_change} if it is hard); empty if not known
 * @param output first line of the check's output, without performance data
 * @param isAcknowledged whether the problem is acknowledged
 * @param acknowledgedUntil when the acknowledgement expires; empty if it does not
 * @param isInDowntime whether a downtime of the object itself is in effect; for a service, see also its host
 * @param downtime the downtime in effect; empty if there is none, or if its details are not known
 * @param isFlapping whether the state changes so often that the daemon calls it flapping
 * @param isNotifying whether notifications are enabled for the object
 * @param isReachable whether the daemon can reach it: false if a parent of the host is down
 * @param comments comments, oldest first
 * @param definition what is configured about it
 * @param host the host of a service, as far as it is known; empty for a host
 */
public record ObjectStatus(
        ObjectKey key,
        boolean isChecked,
        State state,
        boolean isHard,
        Instant lastCheck,
        Optional<Instant> lastOk,
        Optional<Instant> since,
        String output,
        boolean isAcknowledged,
        Optional<Instant> acknowledgedUntil,
        boolean isInDowntime,
        Optional<Downtime> downtime,
        boolean isFlapping,
        boolean isNotifying,
        boolean isReachable,
        List<Comment> comments,
        Definition definition,
        Optional<ObjectStatus> host) {

    /** Returns a builder of the status of an object that was checked and has no problem. */
    public static Builder builder(ObjectKey key) {
        return new Builder(key);
    }

    /** Builds a status. Not safe for use by several threads. */
    public static final class Builder {
        private final ObjectKey key;
        private boolean checked = true;
        private State state;
        private boolean hard = true;
        private Instant lastCheck = Instant.EPOCH;
        private Optional<Instant> lastOk = Optional.empty();
        private Optional<Instant> since = Optional.empty();
        private String output = "";
        private boolean acknowledged;
        private Optional<Instant> acknowledgedUntil = Optional.empty();
        private boolean inDowntime;
        private Optional<Downtime> downtime = Optional.empty();
        private boolean flapping;
        private boolean notifying = true;
        private boolean reachable = true;
        private List<Comment> comments = List.of();
        private Definition definition = Definition.NONE;
        private Optional<ObjectStatus> host = Optional.empty();

        private Builder(ObjectKey key) {
            this.key = key;
            this.state = key.isHost() ? State.UP : State.OK;
        }

        public Builder checked(boolean value) {
            checked = value;
            return this;
        }

        public Builder state(State value) {
            state = value;
            return this;
        }

        public Builder hard(boolean value) {
            hard = value;
            return this;
        }

        public Builder lastCheck(Instant value) {
            lastCheck = value;
            return this;
        }

        /** Sets when it was last OK; null or the epoch if that is not known. */
        public Builder lastOk(@Nullable Instant value) {
            lastOk = unlessEpoch(value);
            return this;
        }

        /** Sets when the present state began; null or the epoch if that is not known. */
        public Builder since(@Nullable Instant value) {
            since = unlessEpoch(value);
            return this;
        }

        private static Optional<Instant> unlessEpoch(@Nullable Instant value) {
            return Optional.ofNullable(value).filter(time -> !time.equals(Instant.EPOCH));
        }

        public Builder output(String value) {
            output = value;
            return this;
        }

        /** Sets whether the problem is acknowledged, and when that expires; null or the epoch if it does not. */
        public Builder acknowledged(boolean value, @Nullable Instant until) {
            acknowledged = value;
            acknowledgedUntil = unlessEpoch(until);
            return this;
        }

        /** Sets whether a downtime is in effect, and its details; null if they are not known. */
        public Builder inDowntime(boolean value, @Nullable Downtime details) {
            inDowntime = value;
            downtime = Optional.ofNullable(details);
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
            comments = value;
            return this;
        }

        public Builder definition(Definition value) {
            definition = value;
            return this;
        }

        public Builder host(@Nullable ObjectStatus value) {
            host = Optional.ofNullable(value);
            return this;
        }

        public ObjectStatus build() {
            return new ObjectStatus(
                    key,
                    checked,
                    state,
                    hard,
                    lastCheck,
                    lastOk,
                    since,
                    output,
                    acknowledged,
                    acknowledgedUntil,
                    inDowntime,
                    downtime,
                    flapping,
                    notifying,
                    reachable,
                    comments,
                    definition,
                    host);
        }
    }
}
