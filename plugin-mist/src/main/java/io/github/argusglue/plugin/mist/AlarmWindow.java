package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far back alarms are searched: 30 days, or to the oldest alarm that is open. Otherwise an alarm that lasts longer
 * would leave the search, as if it were over. It is stored, because a new adapter does not know the oldest alarm.
 */
final class AlarmWindow {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmWindow.class);

    private static final String ENTRY = "oldest-alarm";
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final SourceState state;
    /** Epoch second of an open alarm that is about to leave the usual window; empty if none is. */
    private String stored = "";

    private boolean loaded;

    AlarmWindow(SourceState state) {
        this.state = state;
    }

    /** Returns the begin of the search, as Mist understands it. */
    String start(Instant now) {
        if (!loaded) {
            loaded = true;
            stored = state.get(ENTRY)
                    .map(value -> new String(value, StandardCharsets.UTF_8))
                    .filter(text -> text.matches("[0-9]{1,12}"))
                    .orElse("");
        }
        long first = now.minus(LONGEST).getEpochSecond();
        return stored.isEmpty()
                ? "-" + USUAL.toDays() + "d"
                : String.valueOf(Math.max(first, Long.parseLong(stored) - 60));
    }

    /** Takes the begin of the oldest open alarm. */
    void keep(Optional<Instant> oldest, Instant now) {
        String wanted = oldest.filter(since -> since.isBefore(now.minus(USUAL).plus(MARGIN)))
                .map(since -> String.valueOf(since.getEpochSecond()))
                .orElse("");
        if (wanted.equals(stored)) {
            return;
        }
        stored = wanted;
        try {
            state.put(ENTRY, wanted.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "alarms that are open for more than {} days may end when argus-glue restarts,"
                            + " because the state folder cannot be written: check its disk",
                    USUAL.toDays(),
                    e);
        }
    }
}
