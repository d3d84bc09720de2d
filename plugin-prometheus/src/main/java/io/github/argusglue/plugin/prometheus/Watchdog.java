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
 * Dead man's switch: an alert that always fires. If it is missing, alerts no longer arrive. Keeps state between calls,
 * but does no I/O and uses no clock.
 */
final class Watchdog {
    /** No other alert has this key, since those are hexadecimal. */
    static final String KEY = "watchdog";

    private final LabelMatchers matchers;
    private final @Nullable Duration maxSilence;
    private @Nullable Instant heardAt;
    private boolean heard;
    private boolean listed;
    private @Nullable Alert alarm;

    Watchdog(WatchdogConfig config) {
        this.matchers = LabelMatchers.parse("watchdog", config.watchdog());
        this.maxSilence = config.watchdogAfter().orElse(null);
    }

    /** Returns whether an alert with these labels is a watchdog alert. */
    boolean matches(Map<String, String> labels) {
        return !matchers.isEmpty() && matchers.matches(labels);
    }

    /**
     * Updates the state.
     *
     * @param lastBeat when the alert was last sent, by the clock of {@code now}; empty if it is not listed
     */
    void update(Instant now, Optional<Instant> lastBeat) {
        Instant previous = heardAt == null ? now : heardAt;
        Instant since = lastBeat.filter(at -> !heard || at.isAfter(previous)).orElse(previous);
        boolean changed = !since.equals(heardAt);
        heardAt = since;
        heard |= lastBeat.isPresent();
        listed = lastBeat.isPresent();
        if (maxSilence == null) {
            return;
        } else if (since.plus(maxSilence).isBefore(now)) {
            alarm = alarm == null || changed || alarm.heldReason().isPresent() ? alarm(since) : alarm;
        } else if (heard) {
            alarm = null;
        } else {
            alarm = alarm == null ? unconfirmed(since) : alarm;
        }
    }

    private Alert alarm(Instant since) {
        return Alert.builder(AlertId.startedAt(KEY, since), since)
                .description(
                        "No watchdog alert " + (heard ? "since " : "since the start at ") + TrackedAlert.format(since)
                                + ": alerts from Prometheus may not arrive; nothing is closed until it is back")
                .severity(Severity.CRITICAL)
                .tag("alertname", "WatchdogMissing")
                .build();
    }

    /** After a start an incident of an earlier process is neither confirmed nor over. */
    private static Alert unconfirmed(Instant since) {
        return Alert.builder(AlertId.startedAt(KEY, since), since)
                .description("No watchdog alert yet")
                .held("no watchdog alert received since the start")
                .build();
    }

    /** Returns the alert about the missing watchdog alert; empty if there is none. */
    Optional<Alert> alarm() {
        return Optional.ofNullable(alarm);
    }

    /** Returns why nothing may be closed; empty if alerts may be closed. */
    Optional<String> holdReason() {
        return alarm().filter(alert -> alert.heldReason().isEmpty()).map(Alert::description);
    }

    /** Returns the problem, one line for people; empty if there is none. */
    Optional<String> problem() {
        return !listed && heard
                ? Optional.of("the watchdog alert is no longer listed: check that Prometheus is running")
                : holdReason();
    }
}
