package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dead-man's switch: an alert that always fires, and whose silence means that alerts no longer arrive. Pure but for
 * its memory.
 */
final class Watchdog {
    /** Not the key of any alert, which are hexadecimal. */
    static final String KEY = "watchdog";

    private final Matchers matchers;
    private final @Nullable Duration after;
    private @Nullable Instant heardAt;
    private boolean heard;
    private boolean listed;
    private @Nullable Alert alarm;

    Watchdog(SignOfLife config) {
        this.matchers = Matchers.parse("watchdog", config.watchdog());
        this.after = config.watchdogAfter().orElse(null);
    }

    /** Tells whether an alert with these labels is one. */
    boolean is(Map<String, String> labels) {
        return !matchers.isEmpty() && matchers.matches(labels);
    }

    /**
     * Takes a round.
     *
     * @param beat when it was repeated last, by the clock of {@code now}; empty if it is not there
     */
    void look(Instant now, Optional<Instant> beat) {
        Instant before = heardAt == null ? now : heardAt;
        Instant since = beat.filter(at -> !heard || at.isAfter(before)).orElse(before);
        boolean moved = !since.equals(heardAt);
        heardAt = since;
        heard |= beat.isPresent();
        listed = beat.isPresent();
        if (after == null) {
            return;
        } else if (since.plus(after).isBefore(now)) {
            alarm = alarm == null || moved || alarm.heldReason().isPresent() ? alarm(since) : alarm;
        } else if (heard) {
            alarm = null;
        } else {
            alarm = alarm == null ? undecided(since) : alarm;
        }
    }

    private Alert alarm(Instant since) {
        return Alert.builder(AlertId.startedAt(KEY, since), since)
                .description(
                        "No watchdog alert " + (heard ? "since " : "seen, looking since ") + Occurrence.shown(since)
                                + ": alerts may not arrive from Prometheus; nothing is closed until it is back")
                .severity(Severity.CRITICAL)
                .tag("alertname", "WatchdogMissing")
                .build();
    }

    /** After a start: an incident that an earlier process made of this is neither confirmed nor over. */
    private static Alert undecided(Instant since) {
        return Alert.builder(AlertId.startedAt(KEY, since), since)
                .description("No watchdog alert yet")
                .held("no watchdog alert has been heard since the start")
                .build();
    }

    /** Returns what there is to say about it in Argus. */
    Optional<Alert> alarm() {
        return Optional.ofNullable(alarm);
    }

    /** Returns why nothing may be closed now; empty if it may. */
    Optional<String> reasonToHold() {
        return alarm().filter(alert -> alert.heldReason().isEmpty()).map(Alert::description);
    }

    /** Returns what is wrong, for people; empty if nothing is. */
    Optional<String> problem() {
        return !listed && heard
                ? Optional.of("the watchdog alert is no longer listed: is Prometheus alive?")
                : reasonToHold();
    }
}
