package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.registry.ArgusReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Argus that a source is alive. It goes with the good snapshots and never by itself: a source that hangs, fails
 * or stands by falls silent, and Argus says so. Owned by the thread of the source's loop.
 */
final class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger("heartbeat");

    /** A server that takes none may be another one by then. */
    private static final Duration REFUSED = Duration.ofHours(1);

    private final Duration every;
    private final Duration interval;
    private final ArgusReader argus;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final Consumer<@Nullable ArgusException> badToken;
    private long due = System.nanoTime();
    private boolean underWay;
    private boolean told;
    private boolean capable;
    private String refusedBy = "";
    private String server = "";
    private @Nullable Instant last;

    /**
     * Makes one; sends nothing.
     *
     * @param badToken is told when Argus refuses the token
     */
    Heartbeat(
            SourceSettings settings,
            ArgusReader argus,
            InstantSource clock,
            Consumer<Runnable> inbox,
            Consumer<@Nullable ArgusException> badToken) {
        this.every = settings.heartbeat();
        this.interval = settings.interval();
        this.argus = argus;
        this.clock = clock;
        this.inbox = inbox;
        this.badToken = badToken;
    }

    /** A listing was taken from a server: perhaps another one than before. */
    void listed(ServerInfo info) {
        server = info.version();
        capable = info.canHeartbeat();
        if (!info.canHeartbeat()) {
            refused("it is version '" + server + "'");
        } else if (!server.equals(refusedBy) && !refusedBy.isEmpty()) {
            refusedBy = "";
            due = System.nanoTime();
        }
    }

    /** A good snapshot was taken and planned: Argus may know, if it has not been told lately. */
    void sourceAnswered() {
        long now = System.nanoTime();
        // Half an interval early rather than half a one late: cycles are not that punctual.
        if (every.isZero() || underWay || now - due + interval.toNanos() / 2 < 0) {
            return;
        }
        underWay = true;
        due = now + every.toNanos();
        // What has waited in vain for a server says nothing any more once it is back.
        argus.heartbeat(
                () -> System.nanoTime() - now <= interval.toNanos(), result -> inbox.accept(() -> sent(result)));
    }

    private void sent(Task.TaskResult<Boolean> result) {
        underWay = false;
        ArgusException failure = result.failure();
        if (failure == null) {
            last = Boolean.TRUE.equals(result.value()) ? clock.instant() : last;
            return;
        }
        due = System.nanoTime();
        switch (failure.kind()) {
            case NOT_FOUND, BAD_ANSWER, REJECTED -> refused(failure.getMessage());
            case FORBIDDEN -> {
                // From a server that takes heartbeats it passes.
                if (capable) {
                    log.debug("no heartbeat: {}", failure.getMessage());
                } else {
                    refused(failure.getMessage());
                }
            }
            case BAD_TOKEN, UNCHECKED_TOKEN -> badToken.accept(failure);
            default -> log.debug("no heartbeat: {}", failure.getMessage());
        }
    }

    private void refused(String why) {
        refusedBy = server.isEmpty() ? "?" : server;
        due = System.nanoTime() + REFUSED.toNanos();
        if (!told) {
            told = true;
            log.info("Argus takes no heartbeats, none are sent: {}", why);
        }
    }

    /** Returns when Argus was told last; null if never. */
    @Nullable
    Instant last() {
        return last;
    }
}
