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
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

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
        Entry entry = entries.computeIfAbsent(united.key(), key -> new Entry(united, united.startsAt(), now));
        entry.latest = united;
        if (watchdog.is(united.labels())) {
            return Optional.empty();
        }
        entry.keepLink(lease, now);
        String notToOpen = mapper.notToOpen(united, entry.startedAt, now);
        return Optional.of(notToOpen == null ? current(entry) : entry.held(notToOpen, null));
    }

    /** Takes note of an alert that is not to be shown yet, or not for now. */
    void note(United united, Instant now) {
        entries.computeIfAbsent(united.key(), key -> new Entry(united, united.startsAt(), now)).latest = united;
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
            return entry.held("it cannot be shown as configured: " + e.getMessage(), null);
        }
    }

    /**
     * Returns an alert that is neither listed nor known to be over; empty if it is one that is never reported.
     *
     * @param unknownSince since when nobody knows, for people to be told; null if that is not worth it
     */
    Optional<Alert> held(String key, String reason, @Nullable Instant unknownSince) {
        Entry entry = entries.get(key);
        if (entry == null || watchdog.is(entry.latest.labels())) {
            return Optional.empty();
        }
        look(entry);
        return Optional.of(entry.held(reason, unknownSince));
    }

    /** What it looks like is not shown, but it is what the operator's rules go by. */
    private void look(Entry entry) {
        if (entry.alert == null && !entry.failed) {
            current(entry);
        }
    }

    /** Takes an alert that an earlier adapter has shown. */
    void restore(United united, Instant startedAt) {
        entries.put(united.key(), new Entry(united, startedAt, Instant.MIN));
    }

    /** Returns the start that an alert is shown with; empty if it is not known. */
    Optional<Instant> startedAt(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.startedAt);
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

        Entry(United united, Instant startedAt, Instant now) {
            this.startedAt = startedAt;
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

        /** Tells whether nothing has changed of what is shown; the labels that are the key cannot. */
        boolean isShown() {
            return shown != null
                    && shown.leftOut().equals(latest.leftOut())
                    && shown.alert().annotations().equals(latest.alert().annotations())
                    && shown.silencedBy().equals(latest.silencedBy())
                    && shown.inhibitedBy().equals(latest.inhibitedBy())
                    && Objects.equals(shown.acknowledgement(), latest.acknowledgement())
                    && shownLink.equals(link);
        }

        Alert held(String reason, @Nullable Instant unknownSince) {
            Alert last = held;
            if (last == null
                    || !last.heldReason().equals(Optional.of(reason))
                    || !last.unknownSince().equals(Optional.ofNullable(unknownSince))) {
                last = makeHeld(reason, unknownSince);
                held = last;
            }
            return last;
        }

        private Alert makeHeld(String reason, @Nullable Instant unknownSince) {
            Alert.Builder made = Alert.builder(AlertId.startedAt(latest.key(), startedAt), startedAt);
            Alert looks = alert;
            if (looks != null) {
                made.description(looks.description())
                        .severity(looks.severity())
                        .metadata(looks.metadata())
                        .detailsUrl(looks.detailsUrl().orElse(null));
                looks.tags().forEach(made::tag);
            }
            return unknownSince == null
                    ? made.held(reason).build()
                    : made.held(reason, unknownSince).build();
        }
    }
}
