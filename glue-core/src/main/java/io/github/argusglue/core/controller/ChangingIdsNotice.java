package io.github.argusglue.core.controller;

import io.github.argusglue.core.shape.ChangingIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warns when a plugin gives the same alerts other ids in each snapshot: at once, and then once an hour. */
final class ChangingIdsNotice {
    private static final Duration LOG_INTERVAL = Duration.ofHours(1);

    private final Logger log;
    private final InstantSource clock;
    private final String source;
    private final String plugin;
    private Instant loggedAt = Instant.MIN;
    private ChangingIds.@Nullable Example last;
    private String text = "";

    /**
     * Makes a notice that is not shown yet.
     *
     * @param plugin name and version
     */
    ChangingIdsNotice(Logger log, InstantSource clock, String source, String plugin) {
        this.log = log;
        this.clock = clock;
        this.source = source;
        this.plugin = plugin;
    }

    /**
     * Takes what the latest snapshot has shown.
     *
     * @param example an alert that got another id; null if there is none
     */
    void note(ChangingIds.@Nullable Example example) {
        boolean again = example != null && !example.equals(last);
        last = example;
        Instant now = clock.instant();
        if (example == null || !again || now.isBefore(loggedAt.plus(LOG_INTERVAL))) {
            return;
        }
        loggedAt = now;
        text = "plugin " + plugin + " gives the same alerts other ids in each snapshot, so their incidents are closed"
                + " and opened again all the time: " + example.text() + ". An id names one occurrence:"
                + " docs/adapter-guide.md, rules. Report this to the author of the plugin";
        log.warn("source '{}': {}", source, text);
    }

    /** Returns the notice to show, which changes at most once an hour; null if there is none. */
    @Nullable
    String notice() {
        return last == null ? null : text;
    }
}
