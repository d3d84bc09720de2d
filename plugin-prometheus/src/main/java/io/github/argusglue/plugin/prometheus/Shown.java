package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was shown of each alert last, so that the same object is handed out again while nothing of it changed, and so
 * that what only looks like a change is none: another start after a restart, the other server of a pair in the link.
 */
final class Shown {
    private static final Logger log = LoggerFactory.getLogger(Shown.class);

    private final AlertMapper mapper;
    private final Watchdog watchdog;
    private final Map<String, Entry> entries = new HashMap<>();

    Shown(AlertMapper mapper, Watchdog watchdog) {
        this.mapper = mapper;
        this.watchdog = watchdog;
    }

    /** Returns how many alerts cannot be shown as they should be. */
    long unmapped() {
        return entries.values().stream().filter(entry -> entry.failed).count();
    }

    /** Returns an alert that is listed; empty if it is one that is never reported. */
    Optional<Alert> open(United united, Duration lease, Instant now) {
        Entry entry = entries.computeIfAbsent(united.key(), key -> new Entry(united, now));
        entry.latest = united;
        if (watchdog.is(united.labels())) {
            return Optional.empty();
        }
        entry.keepLink(lease, now);
        String notToOpen = mapper.notToOpen(united, entry.startedAt, now);
        return Optional.of(notToOpen == null ? current(entry) : entry.held(notToOpen));
    }

    /** Takes note of an alert that is not to be shown yet, or not for now. */
    void note(United united, Instant now) {
        entries.computeIfAbsent(united.key(), key -> new Entry(united, now)).latest = united;
    }

    private Alert current(Entry entry) {
        Alert before = entry.alert;
        if (before != null && entry.isShown()) {
            return before;
        }
        Alert mapped = map(entry, before);
        Alert shown = before != null && before.equals(mapped) ? before : mapped;
        entry.alert = shown;
        entry.shown = entry.latest;
        entry.shownLink = entry.link;
        return shown;
    }

    private Alert map(Entry entry, @Nullable Alert before) {
        try {
            Alert mapped = mapper.map(entry.latest, entry.startedAt, entry.link, before);
            entry.failed = false;
            return mapped;
        } catch (RuntimeException e) {
            entry.failed = true;
            log.warn("alert {} cannot be shown as configured, its incident is left as it is", entry.latest.key(), e);
            return entry.held("it cannot be shown as configured: " + e.getMessage());
        }
    }

    /** Returns an alert that is neither listed nor known to be over; empty if it is one that is never reported. */
    Optional<Alert> held(String key, String reason) {
        Entry entry = entries.get(key);
        return entry == null || watchdog.is(entry.latest.labels()) ? Optional.empty() : Optional.of(entry.held(reason));
    }

    /** Returns the id of an alert; empty if it is one that is never reported. */
    Optional<AlertId> id(String key) {
        Entry entry = entries.get(key);
        return entry == null || watchdog.is(entry.latest.labels())
                ? Optional.empty()
                : Optional.of(AlertId.startedAt(key, entry.startedAt));
    }

    /** Returns how an alert was listed last; empty if it never was. */
    Optional<United> latest(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.latest);
    }

    /** Forgets every alert but these. */
    void retain(Set<String> keys) {
        entries.keySet().retainAll(keys);
    }

    /** One alert's. */
    private static final class Entry {
        private final Instant startedAt;
        private United latest;
        private String link;
        private Instant linkSeenAt;
        private @Nullable Alert alert;
        private @Nullable United shown;
        private String shownLink = "";
        private @Nullable Alert held;
        private boolean failed;

        Entry(United united, Instant now) {
            this.startedAt = united.startsAt();
            this.latest = united;
            this.link = united.alert().generatorUrl();
            this.linkSeenAt = now;
        }

        /** Two servers of a pair take turns in {@code generatorURL}; the first stays as long as it is heard. */
        void keepLink(Duration lease, Instant now) {
            String next = latest.alert().generatorUrl();
            if (next.equals(link) || linkSeenAt.plus(lease).isBefore(now)) {
                link = next;
                linkSeenAt = now;
            }
        }

        /** Tells whether nothing has changed of what is shown; the labels cannot, they are the key. */
        boolean isShown() {
            return shown != null
                    && shown.alert().annotations().equals(latest.alert().annotations())
                    && shown.silencedBy().equals(latest.silencedBy())
                    && shown.inhibitedBy().equals(latest.inhibitedBy())
                    && Objects.equals(shown.acknowledgement(), latest.acknowledgement())
                    && shownLink.equals(link);
        }

        Alert held(String reason) {
            Alert last = held;
            if (last == null || !last.heldReason().equals(Optional.of(reason))) {
                last = Alert.builder(AlertId.startedAt(latest.key(), startedAt), startedAt)
                        .description(alert == null ? "" : alert.description())
                        .held(reason)
                        .build();
                held = last;
            }
            return last;
        }
    }
}
