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
 * Sends heartbeats for a source to Argus. They are only sent with good snapshots: if the source hangs, fails or is on
 * standby, Argus receives none and reports that. Owned by the thread of the source's loop.
 */
final class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger("heartbeat");

    /** The server may have been upgraded by then. */
    private static final Duration RETRY_AFTER_REFUSAL = Duration.ofHours(1);

    private final Duration heartbeatInterval;
    private final Duration interval;
    private final ArgusReader argus;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final Consumer<@Nullable ArgusException> onBadToken;
    private long due = System.nanoTime();
    private boolean inFlight;
    private boolean refusalLogged;
    private boolean supported;
    private String refusedByVersion = "";
    private String serverVersion = "";
    private @Nullable Instant last;

    /**
     * Makes it; sends nothing.
     *
     * @param onBadToken called when Argus refuses the token
     */
    Heartbeat(
            SourceSettings settings,
            ArgusReader argus,
            InstantSource clock,
            Consumer<Runnable> inbox,
            Consumer<@Nullable ArgusException> onBadToken) {
        this.heartbeatInterval = settings.heartbeat();
        this.interval = settings.interval();
        this.argus = argus;
        this.clock = clock;
        this.inbox = inbox;
        this.onBadToken = onBadToken;
    }

    /** Takes the version and abilities of the server, which may have changed. */
    void onServerInfo(ServerInfo info) {
        serverVersion = info.version();
        supported = info.canHeartbeat();
        if (!info.canHeartbeat()) {
            onRefusal("version '" + serverVersion + "' does not support them");
        } else if (!serverVersion.equals(refusedByVersion) && !refusedByVersion.isEmpty()) {
            refusedByVersion = "";
            due = System.nanoTime();
        }
    }

    /** A good snapshot was taken and planned: sends a heartbeat if one is due. */
    void onSnapshot() {
        long now = System.nanoTime();
        // Send half an interval early rather than half an interval late, because cycles are irregular.
        if (heartbeatInterval.isZero() || inFlight || now - due + interval.toNanos() / 2 < 0) {
            return;
        }
        inFlight = true;
        due = now + heartbeatInterval.toNanos();
        // Drop the heartbeat if it has waited too long for the server: it is outdated by then.
        argus.heartbeat(
                () -> System.nanoTime() - now <= interval.toNanos(), result -> inbox.accept(() -> onResult(result)));
    }

    private void onResult(Task.TaskResult<Boolean> result) {
        inFlight = false;
        ArgusException failure = result.failure();
        if (failure == null) {
            last = Boolean.TRUE.equals(result.value()) ? clock.instant() : last;
            return;
        }
        due = System.nanoTime();
        switch (failure.kind()) {
            case NOT_FOUND, BAD_ANSWER, REJECTED -> onRefusal(failure.getMessage());
            case FORBIDDEN -> {
                // If the server supports heartbeats, this is temporary.
                if (supported) {
                    log.debug("heartbeat failed: {}", failure.getMessage());
                } else {
                    onRefusal(failure.getMessage());
                }
            }
            case BAD_TOKEN, UNCHECKED_TOKEN -> onBadToken.accept(failure);
            default -> log.debug("heartbeat failed: {}", failure.getMessage());
        }
    }

    private void onRefusal(String why) {
        refusedByVersion = serverVersion.isEmpty() ? "?" : serverVersion;
        due = System.nanoTime() + RETRY_AFTER_REFUSAL.toNanos();
        if (!refusalLogged) {
            refusalLogged = true;
            log.info("Argus does not accept heartbeats, none are sent: {}", why);
        }
    }

    /** Returns the time of the last successful heartbeat; null if there was none. */
    @Nullable
    Instant last() {
        return last;
    }
}
