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
 * The last reported version of each alert. It returns the same object while an alert has not changed, and suppresses
 * apparent changes: another start after a restart, or a link to the other server of a pair.
 */
final class AlertCache {
    private static final Logger log = LoggerFactory.getLogger("alertmanager");

    private final AlertMapper mapper;
    private final Watchdog watchdog;
    private final Map<String, CachedAlert> entries = new HashMap<>();

    AlertCache(AlertMapper mapper, Watchdog watchdog) {
        this.mapper = mapper;
        this.watchdog = watchdog;
    }

    /** Returns the number of alerts that cannot be displayed as configured. */
    long unmappedCount() {
        return entries.values().stream().filter(entry -> entry.failed).count();
    }

    /** Returns a listed alert; empty for a Watchdog alert, which is never reported. */
    Optional<Alert> openAlert(MergedAlert merged, Duration lease, Instant now) {
        CachedAlert entry =
                entries.computeIfAbsent(merged.key(), key -> new CachedAlert(merged, merged.startsAt(), now));
        entry.latest = merged;
        if (watchdog.matches(merged.labels())) {
            return Optional.empty();
        }
        entry.keepLink(lease, now);
        String holdReason = mapper.holdReason(merged, entry.startedAt, now);
        return Optional.of(holdReason == null ? mapped(entry) : entry.held(holdReason, null));
    }

    /** Records an alert that is not reported yet, or not at the moment. */
    void remember(MergedAlert merged, Instant now) {
        entries.computeIfAbsent(merged.key(), key -> new CachedAlert(merged, merged.startsAt(), now)).latest = merged;
    }

    private Alert mapped(CachedAlert entry) {
        Alert previous = entry.alert;
        if (previous != null && entry.isCurrent()) {
            return previous;
        }
        Alert mapped = map(entry, previous);
        Alert shown = previous != null && previous.equals(mapped) ? previous : mapped;
        entry.alert = shown;
        entry.shown = entry.latest;
        entry.shownLink = entry.link;
        return shown;
    }

    private Alert map(CachedAlert entry, @Nullable Alert previous) {
        try {
            Alert mapped = mapper.map(entry.latest, entry.startedAt, entry.link, previous);
            entry.failed = false;
            return mapped;
        } catch (RuntimeException e) {
            entry.failed = true;
            log.warn(
                    "alert {} cannot be displayed as configured; its incident is left unchanged",
                    entry.latest.key(),
                    e);
            return entry.held("cannot be displayed as configured: " + e.getMessage(), null);
        }
    }

    /**
     * Returns an alert that is neither listed nor known to be over; empty for a Watchdog alert, which is never
     * reported.
     *
     * @param unknownSince since when its state is unknown, to be shown to people; null if it will be known soon
     */
    Optional<Alert> heldAlert(String key, String reason, @Nullable Instant unknownSince) {
        CachedAlert entry = entries.get(key);
        if (entry == null || watchdog.matches(entry.latest.labels())) {
            return Optional.empty();
        }
        mapOnce(entry);
        return Optional.of(entry.held(reason, unknownSince));
    }

    /** Maps the alert once. The result is not shown, but the operator's rules need its tags. */
    private void mapOnce(CachedAlert entry) {
        if (entry.alert == null && !entry.failed) {
            mapped(entry);
        }
    }

    /** Adds an alert that an earlier adapter has reported. */
    void restore(MergedAlert merged, Instant startedAt) {
        entries.put(merged.key(), new CachedAlert(merged, startedAt, Instant.MIN));
    }

    /** Returns the reported start of an alert; empty if it is not known. */
    Optional<Instant> startedAt(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.startedAt);
    }

    /** Returns the id of an alert; empty for a Watchdog alert, which is never reported. */
    Optional<AlertId> id(String key) {
        CachedAlert entry = entries.get(key);
        return entry == null || watchdog.matches(entry.latest.labels())
                ? Optional.empty()
                : Optional.of(AlertId.startedAt(key, entry.startedAt));
    }

    /** Returns the alert as it was last listed; empty if it never was. */
    Optional<MergedAlert> latest(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.latest);
    }

    /** Forgets all alerts except these. */
    void retain(Set<String> keys) {
        entries.keySet().retainAll(keys);
    }

    /** The state of one alert. */
    private static final class CachedAlert {
        private final Instant startedAt;
        private MergedAlert latest;
        private String link;
        private Instant linkSeenAt;
        private @Nullable Alert alert;
        private @Nullable MergedAlert shown;
        private String shownLink = "";
        private @Nullable Alert held;
        private boolean failed;

        CachedAlert(MergedAlert merged, Instant startedAt, Instant now) {
            this.startedAt = startedAt;
            this.latest = merged;
            this.link = merged.alert().generatorUrl();
            this.linkSeenAt = now;
        }

        /**
         * Keeps the first link while its server is heard, since the two servers of a pair alternate in
         * {@code generatorURL}.
         */
        void keepLink(Duration lease, Instant now) {
            String next = latest.alert().generatorUrl();
            if (next.equals(link) || linkSeenAt.plus(lease).isBefore(now)) {
                link = next;
                linkSeenAt = now;
            }
        }

        /**
         * Returns whether the reported version is up to date. The labels are part of the key, so they cannot change.
         */
        boolean isCurrent() {
            return shown != null
                    && shown.excludedValues().equals(latest.excludedValues())
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
                last = buildHeld(reason, unknownSince);
                held = last;
            }
            return last;
        }

        private Alert buildHeld(String reason, @Nullable Instant unknownSince) {
            Alert.Builder builder = Alert.builder(AlertId.startedAt(latest.key(), startedAt), startedAt);
            Alert content = alert;
            if (content != null) {
                builder.description(content.description())
                        .severity(content.severity())
                        .metadata(content.metadata())
                        .detailsUrl(content.detailsUrl().orElse(null));
                content.tags().forEach(builder::tag);
            }
            return unknownSince == null
                    ? builder.held(reason).build()
                    : builder.held(reason, unknownSince).build();
        }
    }
}
