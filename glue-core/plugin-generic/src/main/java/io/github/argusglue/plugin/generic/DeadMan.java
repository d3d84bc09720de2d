package io.github.argusglue.plugin.generic;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dead man's switch: an alert of its own if nothing was sent for too long. No clock, no I/O. */
final class DeadMan {
    static final String KEY = "argus-glue/dead-man";

    private final @Nullable Duration limit;
    private final Instant startedAt;

    /**
     * Creates a switch.
     *
     * @param limit how long the sender may say nothing; null for ever
     */
    DeadMan(@Nullable Duration limit, Instant startedAt) {
        this.limit = limit;
        this.startedAt = startedAt;
    }

    /**
     * Returns the alert that is to be shown; empty if the sender is alive. In the first time after a start, nobody
     * knows: an incident of an earlier process is then neither confirmed nor over.
     *
     * @param heardAt when the sender was last heard
     */
    Optional<Alert> alert(Instant heardAt, Instant now) {
        boolean heard = heardAt.isAfter(startedAt);
        Instant since = heard ? heardAt : startedAt;
        if (limit == null || (heard && !isOver(since, now))) {
            return Optional.empty();
        }
        Alert.Builder alert = Alert.builder(AlertId.startedAt(KEY, since), since)
                .severity(Severity.CRITICAL)
                .tag("problem_type", "dead_man")
                .description("Nothing received " + (heard ? "since " : "since the start at ")
                        + since.truncatedTo(ChronoUnit.SECONDS)
                        + ": alerts may not arrive; check the sender. Nothing ends by its time to live until then");
        return Optional.of(
                isOver(since, now)
                        ? alert.build()
                        : alert.held("nothing received since the start").build());
    }

    /** Returns why alerts that were not sent again are not over; empty if they are. */
    Optional<String> holdReason(Instant heardAt, Instant now) {
        return alert(heardAt, now)
                .filter(alert -> alert.heldReason().isEmpty())
                .map(alert -> "nothing was received from the sender since "
                        + alert.startedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    private boolean isOver(Instant since, Instant now) {
        return limit != null && since.plus(limit).isBefore(now);
    }
}
