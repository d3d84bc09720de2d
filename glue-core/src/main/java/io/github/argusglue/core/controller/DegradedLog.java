package io.github.argusglue.core.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs when a source becomes degraded and when it is whole again: one WARN when it begins, another one if something
 * else does not work, and one INFO at the end.
 */
final class DegradedLog {
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    /** They differ from snapshot to snapshot, unlike numbers in addresses and names. */
    private static final Pattern COUNTS = Pattern.compile("(?<![^\\s(])[0-9]+(?![^\\s,;)])");

    private final Logger log;
    private final InstantSource clock;
    private @Nullable String logged;
    private Instant since = Instant.MIN;
    private Instant loggedAt = Instant.MIN;

    DegradedLog(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Takes what does not work according to the latest good snapshot. */
    void note(List<String> parts) {
        if (parts.isEmpty()) {
            recovered();
            return;
        }
        Instant now = clock.instant();
        String text = String.join("; ", parts);
        String identity = COUNTS.matcher(text).replaceAll("#");
        if (logged == null) {
            since = now;
        } else if (identity.equals(logged) || now.isBefore(loggedAt.plus(LOG_INTERVAL))) {
            return;
        }
        logged = identity;
        loggedAt = now;
        log.warn("degraded: the source is read, but a part of it does not work: {}", text);
    }

    private void recovered() {
        if (logged != null) {
            log.info(
                    "no longer degraded after {} s",
                    Duration.between(since, clock.instant()).toSeconds());
            logged = null;
        }
    }
}
