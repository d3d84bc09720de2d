package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Acknowledgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One problem as all members together list it.
 *
 * @param key its identity
 * @param alert the one whose texts are shown
 * @param labels those that tell it from others
 * @param startsAt the earliest start that any member knows
 * @param silencedBy empty unless every alert behind it is silenced on every member that lists it
 * @param inhibitedBy in the same way
 * @param acknowledgement that a silence stands for; null if there is none
 */
record United(
        String key,
        ListedAlert alert,
        Map<String, String> labels,
        Instant startsAt,
        List<String> silencedBy,
        List<String> inhibitedBy,
        @Nullable Acknowledgement acknowledgement) {

    United(
            String key,
            ListedAlert alert,
            Map<String, String> labels,
            Instant startsAt,
            List<String> silencedBy,
            List<String> inhibitedBy) {
        this(key, alert, labels, startsAt, silencedBy, inhibitedBy, null);
    }

    /** Returns it as silenced by these and acknowledged so. */
    United silenced(List<String> by, @Nullable Acknowledgement acknowledged) {
        return new United(key, alert, labels, startsAt, by, inhibitedBy, acknowledged);
    }

    /** Makes one problem of all alerts with one key. */
    private static United of(String key, List<ListedAlert> alerts, Set<String> excluded) {
        ListedAlert shown = alerts.get(0);
        Instant startsAt = shown.startsAt();
        Set<String> silences = new TreeSet<>();
        Set<String> inhibitors = new TreeSet<>();
        boolean allSilenced = true;
        boolean allInhibited = true;
        for (ListedAlert alert : alerts) {
            startsAt = Sighting.earlier(startsAt, alert.startsAt());
            allSilenced &=
                    silences.addAll(alert.silencedBy()) || !alert.silencedBy().isEmpty();
            allInhibited &= inhibitors.addAll(alert.inhibitedBy())
                    || !alert.inhibitedBy().isEmpty();
            shown = better(shown, alert);
        }
        return new United(
                key,
                shown,
                without(shown.labels(), excluded),
                startsAt,
                allSilenced ? List.copyOf(silences) : List.of(),
                allInhibited ? List.copyOf(inhibitors) : List.of());
    }

    /** Always the same one of several replicas, and of one replica the news. */
    private static ListedAlert better(ListedAlert a, ListedAlert b) {
        int byFingerprint = a.fingerprint().compareTo(b.fingerprint());
        if (byFingerprint != 0) {
            return byFingerprint < 0 ? a : b;
        }
        return b.updatedAt().isAfter(a.updatedAt()) ? b : a;
    }

    private static Map<String, String> without(Map<String, String> labels, Set<String> excluded) {
        if (excluded.isEmpty()) {
            return labels;
        }
        Map<String, String> left = new TreeMap<>(labels);
        left.keySet().removeAll(excluded);
        return left;
    }

    /** Sorts alerts into problems. */
    static final class Identity {
        private final Set<String> excluded;

        Identity(List<String> excluded) {
            this.excluded = Set.copyOf(excluded);
        }

        String key(ListedAlert alert) {
            return excluded.isEmpty() ? alert.fingerprint() : Fingerprint.of(alert.labels(), excluded);
        }

        /** Returns what one member lists, by key. */
        Map<String, Sighting> sightings(List<ListedAlert> alerts) {
            Map<String, Sighting> sightings = new LinkedHashMap<>();
            alerts.forEach(alert -> sightings.merge(key(alert), Sighting.of(alert), Sighting::with));
            return sightings;
        }

        /** Returns what all members list, by key. */
        Map<String, United> unite(List<List<ListedAlert>> answers) {
            Map<String, List<ListedAlert>> byKey = new HashMap<>();
            answers.forEach(alerts -> alerts.forEach(alert ->
                    byKey.computeIfAbsent(key(alert), key -> new ArrayList<>(1)).add(alert)));
            Map<String, United> united = new HashMap<>();
            byKey.forEach((key, alerts) -> united.put(key, of(key, alerts, excluded)));
            return united;
        }
    }
}
