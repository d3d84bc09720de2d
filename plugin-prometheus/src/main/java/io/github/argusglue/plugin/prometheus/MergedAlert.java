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
 * One alert, merged from the lists of all members and from alerts that differ only in excluded labels.
 *
 * @param key its identity
 * @param alert the alert whose texts are shown
 * @param labels labels that identify it
 * @param excludedValues values of the excluded labels of all merged alerts, sorted
 * @param startsAt the earliest start on any member
 * @param silencedBy empty unless all merged alerts are silenced on every member that lists them
 * @param inhibitedBy in the same way
 * @param acknowledgement acknowledgement that a silence stands for; null if there is none
 */
record MergedAlert(
        String key,
        ListedAlert alert,
        Map<String, String> labels,
        Map<String, Set<String>> excludedValues,
        Instant startsAt,
        List<String> silencedBy,
        List<String> inhibitedBy,
        @Nullable Acknowledgement acknowledgement) {

    MergedAlert(
            String key,
            ListedAlert alert,
            Map<String, String> labels,
            Instant startsAt,
            List<String> silencedBy,
            List<String> inhibitedBy) {
        this(key, alert, labels, Map.of(), startsAt, silencedBy, inhibitedBy, null);
    }

    /** Returns a copy with another key. */
    MergedAlert withKey(String otherKey) {
        return new MergedAlert(
                otherKey, alert, labels, excludedValues, startsAt, silencedBy, inhibitedBy, acknowledgement);
    }

    /** Returns a copy with these silences and this acknowledgement. */
    MergedAlert withSilences(List<String> by, @Nullable Acknowledgement acknowledged) {
        return new MergedAlert(key, alert, labels, excludedValues, startsAt, by, inhibitedBy, acknowledged);
    }

    /** Merges all alerts with one key. */
    private static MergedAlert of(String key, List<ListedAlert> alerts, Set<String> excluded) {
        ListedAlert representative = alerts.get(0);
        Instant startsAt = representative.startsAt();
        Set<String> silences = new TreeSet<>();
        Set<String> inhibitors = new TreeSet<>();
        boolean allSilenced = true;
        boolean allInhibited = true;
        for (ListedAlert alert : alerts) {
            startsAt = AlertObservation.earlier(startsAt, alert.startsAt());
            allSilenced &=
                    silences.addAll(alert.silencedBy()) || !alert.silencedBy().isEmpty();
            allInhibited &= inhibitors.addAll(alert.inhibitedBy())
                    || !alert.inhibitedBy().isEmpty();
            representative = preferred(representative, alert);
        }
        return new MergedAlert(
                key,
                representative,
                without(representative.labels(), excluded),
                excludedValues(alerts, excluded),
                startsAt,
                allSilenced ? List.copyOf(silences) : List.of(),
                allInhibited ? List.copyOf(inhibitors) : List.of(),
                null);
    }

    private static Map<String, Set<String>> excludedValues(List<ListedAlert> alerts, Set<String> excluded) {
        if (excluded.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> excludedValues = new TreeMap<>();
        for (ListedAlert alert : alerts) {
            for (String name : excluded) {
                String value = alert.labels().get(name);
                if (value != null) {
                    excludedValues
                            .computeIfAbsent(name, none -> new TreeSet<>())
                            .add(value);
                }
            }
        }
        return excludedValues;
    }

    /** Returns the values of a label of all merged alerts, whether or not the label is excluded. */
    Collection<String> values(String label) {
        String value = labels.get(label);
        return value == null ? excludedValues.getOrDefault(label, Set.of()) : List.of(value);
    }

    /** Returns the alert whose texts are shown: always the same of several replicas, and its latest version. */
    private static ListedAlert preferred(ListedAlert a, ListedAlert b) {
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

    /** Determines which alerts are the same. */
    static final class AlertIdentity {
        private final Set<String> excluded;
        private final List<String> originLabels;

        /**
         * Creates an identity.
         *
         * @param excluded labels that do not identify an alert
         * @param originLabels labels that distinguish Prometheus servers, in addition to the address
         */
        AlertIdentity(List<String> excluded, List<String> originLabels) {
            this.excluded = Set.copyOf(excluded);
            this.originLabels = List.copyOf(originLabels);
        }

        String key(ListedAlert alert) {
            return excluded.isEmpty() ? alert.fingerprint() : Fingerprint.of(alert.labels(), excluded);
        }

        /** Returns the observations of one member by key. */
        Map<String, AlertObservation> observations(List<ListedAlert> alerts) {
            Map<String, AlertObservation> observations = new LinkedHashMap<>();
            alerts.forEach(alert -> observations.merge(
                    key(alert), AlertObservation.of(alert, originLabels), AlertObservation::mergedWith));
            return observations;
        }

        /** Returns the Prometheus of an alert; empty if not known. */
        String origin(MergedAlert merged) {
            return AlertObservation.origin(merged.alert(), originLabels);
        }

        /** Merges the lists of all members, by key. */
        Map<String, MergedAlert> merge(List<List<ListedAlert>> answers) {
            Map<String, List<ListedAlert>> byKey = new HashMap<>();
            answers.forEach(alerts -> alerts.forEach(alert ->
                    byKey.computeIfAbsent(key(alert), key -> new ArrayList<>(1)).add(alert)));
            Map<String, MergedAlert> merged = new HashMap<>();
            byKey.forEach((key, alerts) -> merged.put(key, of(key, alerts, excluded)));
            return merged;
        }
    }
}
