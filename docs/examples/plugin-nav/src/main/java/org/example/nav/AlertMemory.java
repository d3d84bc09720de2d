package org.example.nav;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What NAV's list of alerts does not say: which alerts were in the last snapshot, and what the event engine has said
 * about them. Alerts of the last snapshot, with their messages, survive a restart.
 */
final class AlertMemory {
    /** The engine exports an event before the database has it; nobody waits longer than this. */
    private static final Duration AWAITED = Duration.ofMinutes(1);

    private static final String ENTRY = "alerts";
    private static final Logger log = LoggerFactory.getLogger(AlertMemory.class);

    private final ObjectMapper json = new ObjectMapper();
    private final SourceState state;
    private final Clock clock;
    private final Map<Long, Known> alerts = new TreeMap<>();
    private Map<Long, String> saved = Map.of();

    private static final class Known {
        private String message = "";
        private boolean shown;
        /** When the first snapshot with the alert was complete; null until then. */
        private Instant shownSince;

        private Alert last;
        /** What the engine said when the alert began or happened; null if it has said nothing. */
        private Boolean beganOnMaintenance;

        private boolean seenOnMaintenance;

        private Instant told = Instant.MIN;
        private EngineEvent end;
    }

    /** The format of the state. */
    private record Saved(int version, Map<Long, String> shown) {}

    AlertMemory(SourceContext context) {
        this.state = context.state();
        this.clock = context.clock();
    }

    /** Reads what the last adapter has saved. */
    synchronized void load() {
        state.get(ENTRY).ifPresent(bytes -> {
            try {
                Saved read = json.readValue(bytes, new TypeReference<Saved>() {});
                if (read.version() == 1) {
                    saved = read.shown();
                }
            } catch (IOException | RuntimeException e) {
                log.warn("the saved list of alerts is not readable and is ignored: {}", e.toString());
            }
        });
        saved.forEach((id, message) -> {
            Known known = known(id);
            known.shown = true;
            known.shownSince = Instant.MIN;
            known.message = known.message.isEmpty() ? message : known.message;
        });
    }

    private Known known(long id) {
        return alerts.computeIfAbsent(id, key -> new Known());
    }

    synchronized void tell(EngineEvent event) {
        Known known = known(event.alert());
        known.told = clock.instant();
        if (event.isEnd()) {
            known.end = event;
        } else if (known.message.isEmpty()) {
            known.message = event.message();
        }
        if (!event.isEnd()) {
            known.beganOnMaintenance = event.onMaintenance();
        }
    }

    /** Remembers that the subject of an alert was on maintenance, also when that is over. */
    synchronized void seeOnMaintenance(long id) {
        known(id).seenOnMaintenance = true;
    }

    /**
     * Returns whether an alert began or happened on maintenance. The engine said so at the time; NAV's list only says
     * whether its subject is on maintenance now.
     */
    synchronized boolean beganOnMaintenance(long id) {
        Known known = alerts.get(id);
        return known != null
                && (known.beganOnMaintenance == null ? known.seenOnMaintenance : known.beganOnMaintenance);
    }

    /** Returns the alerts that are not in a list of NAV, and should be or were. */
    synchronized List<Long> missing(Set<Long> listed) {
        List<Long> missing = new ArrayList<>(alerts.keySet());
        missing.removeAll(listed);
        return missing;
    }

    synchronized String message(long id) {
        Known known = alerts.get(id);
        return known == null ? "" : known.message;
    }

    synchronized boolean isShown(long id) {
        Known known = alerts.get(id);
        return known != null && known.shown;
    }

    /** Returns what the engine has said about the end of an alert. */
    synchronized Optional<EngineEvent> end(long id) {
        Known known = alerts.get(id);
        return known == null ? Optional.empty() : Optional.ofNullable(known.end);
    }

    /** Returns whether the engine has just spoken of the alert, so that the database may not have it yet. */
    synchronized boolean isAwaited(long id) {
        Known known = alerts.get(id);
        return known != null && !known.told.isBefore(clock.instant().minus(AWAITED));
    }

    synchronized void show(long id, Alert alert) {
        Known known = known(id);
        known.shown = true;
        known.last = alert;
    }

    /** Returns the alert as it was shown last, if that began less than a time ago. */
    synchronized Optional<Alert> shownLessThan(long id, Duration time) {
        Known known = alerts.get(id);
        boolean isYoung = known != null
                && known.shown
                && (known.shownSince == null || clock.instant().isBefore(known.shownSince.plus(time)));
        return isYoung ? Optional.of(known.last) : Optional.empty();
    }

    synchronized void forget(long id) {
        alerts.remove(id);
    }

    /** Called when a snapshot is complete: saves which alerts are shown, if that has changed. */
    synchronized void save() {
        Instant now = clock.instant();
        Map<Long, String> shown = new TreeMap<>();
        alerts.forEach((id, known) -> {
            if (known.shown) {
                shown.put(id, known.message);
                known.shownSince = known.shownSince == null ? now : known.shownSince;
            }
        });
        if (!shown.equals(saved)) {
            try {
                state.put(ENTRY, json.writeValueAsBytes(new Saved(1, shown)));
                saved = shown;
            } catch (IOException | IllegalArgumentException e) {
                log.warn("the list of alerts cannot be saved; after a restart, messages are missing: {}", e.toString());
            }
        }
    }
}
