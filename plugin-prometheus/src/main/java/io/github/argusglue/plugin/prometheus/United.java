package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Acknowledgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * @param leftOut values of the labels that do not, of all alerts behind it, sorted
 * @param startsAt the earliest start that any member knows
 * @param silencedBy empty unless every alert behind it is silenced on every member that lists it
 * @param inhibitedBy in the same way
 * @param acknowledgement that a silence stands for; null if there is none
 */
record United(
        String key,
        ListedAlert alert,
        Map<String, String> labels,
        Map<String, Set<String>> leftOut,
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
        this(key, alert, labels, Map.of(), startsAt, silencedBy, inhibitedBy, null);
    }

    /** Returns it under another key. */
    United under(String otherKey) {
        return new United(otherKey, alert, labels, leftOut, startsAt, silencedBy, inhibitedBy, acknowledgement);
    }

    /** Returns it as silenced by these and acknowledged so. */
    United silenced(List<String> by, @Nullable Acknowledgement acknowledged) {
        return new United(key, alert, labels, leftOut, startsAt, by, inhibitedBy, acknowledged);
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
                leftOut(alerts, excluded),
                startsAt,
                allSilenced ? List.copyOf(silences) : List.of(),
                allInhibited ? List.copyOf(inhibitors) : List.of(),
                null);
    }

    private static Map<String, Set<String>> leftOut(List<ListedAlert> alerts, Set<String> excluded) {
        if (excluded.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> leftOut = new TreeMap<>();
        for (ListedAlert alert : alerts) {
            for (String name : excluded) {
                String value = alert.labels().get(name);
                if (value != null) {
                    leftOut.computeIfAbsent(name, none -> new TreeSet<>()).add(value);
                }
            }
        }
        return leftOut;
    }

    /** Returns the values that the alerts behind it have of a label, whether or not that tells it from others. */
    Collection<String> values(String label) {
        String value = labels.get(label);
        return value == null ? leftOut.getOrDefault(label, Set.of()) : List.of(value);
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
        private final List<String> originLabels;

        /**
         * Makes one.
         *
         * @param excluded labels that do not tell one problem from another
         * @param originLabels labels that tell one Prometheus from another, beside its address
         */
        Identity(List<String> excluded, List<String> originLabels) {
            this.excluded = Set.copyOf(excluded);
            this.originLabels = List.copyOf(originLabels);
        }

        String key(ListedAlert alert) {
            return excluded.isEmpty() ? alert.fingerprint() : Fingerprint.of(alert.labels(), excluded);
        }

        /** Returns what one member lists, by key. */
        Map<String, Sighting> sightings(List<ListedAlert> alerts) {
            Map<String, Sighting> sightings = new LinkedHashMap<>();
            alerts.forEach(alert -> sightings.merge(key(alert), Sighting.of(alert, originLabels), Sighting::with));
            return sightings;
        }

        /** Returns the Prometheus that a problem comes from; empty if it does not say. */
        String origin(United united) {
            return Sighting.origin(united.alert(), originLabels);
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
