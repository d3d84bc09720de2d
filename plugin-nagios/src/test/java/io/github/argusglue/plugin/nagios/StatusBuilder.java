package io.github.argusglue.plugin.nagios;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the status of an object that was checked and has no problem. */
public final class StatusBuilder {
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

    private StatusBuilder(ObjectKey key) {
        this.key = key;
        this.state = key.isHost() ? State.UP : State.OK;
    }

    public static StatusBuilder of(ObjectKey key) {
        return new StatusBuilder(key);
    }

    public StatusBuilder checked(boolean value) {
        checked = value;
        return this;
    }

    public StatusBuilder state(State value) {
        state = value;
        return this;
    }

    public StatusBuilder hard(boolean value) {
        hard = value;
        return this;
    }

    public StatusBuilder lastCheck(Instant value) {
        lastCheck = value;
        return this;
    }

    /** Sets when it was last OK; null or the epoch if that is not known. */
    public StatusBuilder lastOk(@Nullable Instant value) {
        lastOk = unlessEpoch(value);
        return this;
    }

    /** Sets when the present state began; null or the epoch if that is not known. */
    public StatusBuilder since(@Nullable Instant value) {
        since = unlessEpoch(value);
        return this;
    }

    private static Optional<Instant> unlessEpoch(@Nullable Instant value) {
        return Optional.ofNullable(value).filter(time -> !time.equals(Instant.EPOCH));
    }

    public StatusBuilder output(String value) {
        output = value;
        return this;
    }

    /** Sets whether the problem is acknowledged, and when that expires; null or the epoch if it does not. */
    public StatusBuilder acknowledged(boolean value, @Nullable Instant until) {
        acknowledged = value;
        acknowledgedUntil = unlessEpoch(until);
        return this;
    }

    /** Sets whether a downtime is in effect, and its details; null if they are not known. */
    public StatusBuilder inDowntime(boolean value, @Nullable Downtime details) {
        inDowntime = value;
        downtime = Optional.ofNullable(details);
        return this;
    }

    public StatusBuilder flapping(boolean value) {
        flapping = value;
        return this;
    }

    public StatusBuilder notifying(boolean value) {
        notifying = value;
        return this;
    }

    public StatusBuilder reachable(boolean value) {
        reachable = value;
        return this;
    }

    public StatusBuilder comments(List<Comment> value) {
        comments = value;
        return this;
    }

    public StatusBuilder definition(Definition value) {
        definition = value;
        return this;
    }

    public StatusBuilder host(@Nullable ObjectStatus value) {
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
