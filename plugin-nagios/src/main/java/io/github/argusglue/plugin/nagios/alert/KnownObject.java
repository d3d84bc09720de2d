package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is remembered of an object that has or had a problem. Not safe for use by several threads. */
final class KnownObject {
    /** Time after which a daemon that reports an older state than before is believed. */
    private static final Duration ROLLBACK_GRACE = Duration.ofMinutes(15);

    private final String key;
    private boolean open;
    private Instant lastCheck;
    private @Nullable Instant lastOk;
    private AlertId id;
    private State state;
    private String output;
    private @Nullable Instant rolledBackAt;
    private @Nullable Alert alert;
    private List<Comment> comments = List.of();

    KnownObject(SavedObject saved) {
        this.key = saved.key();
        this.open = saved.open();
        this.lastCheck = Instant.ofEpochMilli(saved.lastCheck());
        this.lastOk = saved.lastOk() == null ? null : Instant.ofEpochMilli(saved.lastOk());
        this.id = AlertId.startedAt(saved.key(), Instant.ofEpochSecond(saved.start()));
        this.state = saved.state();
        this.output = saved.output();
    }

    /** Returns an object that is a problem for the first time. */
    static KnownObject of(ObjectStatus status, Instant now) {
        return new KnownObject(new SavedObject(
                status.key().toString(),
                status.lastOk().or(status::since).orElse(now).getEpochSecond(),
                status.lastOk().map(Instant::toEpochMilli).orElse(null),
                status.lastCheck().toEpochMilli(),
                false,
                status.state(),
                status.output()));
    }

    /**
     * The part that survives a restart.
     *
     * @param key name of the object
     * @param start start of the alert, in seconds since 1970
     * @param lastOk when the object was last OK before the problem, in milliseconds since 1970; null if not known
     * @param lastCheck latest check seen, in milliseconds since 1970
     * @param open whether the alert is open
     * @param state state that is shown
     * @param output output that is shown
     */
    record SavedObject(
            String key, long start, @Nullable Long lastOk, long lastCheck, boolean open, State state, String output) {}

    SavedObject saved() {
        return new SavedObject(
                key,
                id.startedAt().orElseThrow().getEpochSecond(),
                lastOk == null ? null : lastOk.toEpochMilli(),
                lastCheck.toEpochMilli(),
                open,
                state,
                output);
    }

    boolean isOpen() {
        return open;
    }

    AlertId id() {
        return id;
    }

    State state() {
        return state;
    }

    String output() {
        return output;
    }

    Instant lastCheck() {
        return lastCheck;
    }

    Optional<Alert> alert() {
        return Optional.ofNullable(alert);
    }

    /**
     * Returns whether a status is older than what was seen before: the daemon crashed and started with the state that
     * it last saved. Such a status is no news, until the next check or for a while.
     */
    boolean isRolledBack(ObjectStatus status, Instant now) {
        boolean older = status.lastCheck().isBefore(lastCheck);
        if (!older) {
            rolledBackAt = null;
            return false;
        }
        if (rolledBackAt == null) {
            rolledBackAt = now;
        }
        return Duration.between(rolledBackAt, now).compareTo(ROLLBACK_GRACE) < 0;
    }

    /**
     * Takes the status of an open problem.
     *
     * @return whether something has changed that is worth saving
     */
    boolean onProblem(ObjectStatus status, boolean followsOutput, Instant now) {
        Optional<Instant> began = status.lastOk();
        boolean again = began.isPresent() && lastOk != null && began.get().isAfter(lastOk);
        if (!open || again) {
            // As long as the alert is open, its start stays: what a log line reports first has no lastOk yet.
            id = AlertId.startedAt(key, began.or(status::since).orElse(now));
        }
        boolean changed = !open || again || state != status.state();
        if (changed || followsOutput) {
            state = status.state();
            output = status.output();
        }
        lastOk = began.orElse(lastOk);
        lastCheck = status.lastCheck();
        open = true;
        return changed;
    }

    /** Takes a status by which there is no alert. */
    void onOver(ObjectStatus status) {
        lastCheck = status.lastCheck();
        open = false;
        alert = null;
    }

    /**
     * Takes the alert that is to be reported.
     *
     * @return the alert of the last snapshot if nothing has changed, so that the core sees that at once
     */
    Alert report(Alert built, List<Comment> itsComments) {
        Alert last = alert;
        if (last != null && last.equals(built) && comments.equals(itsComments)) {
            return last;
        }
        alert = built;
        comments = itsComments;
        return built;
    }

    /** Returns the comments in the last status. */
    List<Comment> comments() {
        return comments;
    }
}
