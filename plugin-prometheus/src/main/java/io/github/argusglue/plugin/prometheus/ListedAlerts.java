package io.github.argusglue.plugin.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Index of the alerts that Alertmanager lists, to find alerts of Prometheus in it. */
final class ListedAlerts {
    private final Map<String, List<ListedAlert>> byName = new HashMap<>();
    private final Set<String> labelNames = new HashSet<>();

    /**
     * @param lost the latest versions of alerts that have disappeared: shows which labels are sent, even if nothing is
     *     listed
     */
    ListedAlerts(Collection<MergedAlert> all, Collection<MergedAlert> lost) {
        lost.forEach(merged -> labelNames.addAll(merged.alert().labels().keySet()));
        for (MergedAlert merged : all) {
            ListedAlert alert = merged.alert();
            labelNames.addAll(alert.labels().keySet());
            byName.computeIfAbsent(name(alert.labels()), name -> new ArrayList<>())
                    .add(alert);
        }
    }

    /** Returns the alert name in these labels. */
    static String name(Map<String, String> labels) {
        return labels.getOrDefault("alertname", "");
    }

    /** Returns the alert name and the other labels, one line for people. */
    static String describe(Map<String, String> labels) {
        Map<String, String> others = new TreeMap<>(labels);
        others.remove("alertname");
        return name(labels) + " " + others;
    }

    /**
     * Returns the labels of an alert of Prometheus that Alertmanager receives, without those that are added on the way.
     * A label that no alert in Alertmanager has or had counts as dropped by {@code alert_relabel_configs}.
     */
    Map<String, String> sentLabels(Map<String, String> inPrometheus) {
        Map<String, String> left = new HashMap<>(inPrometheus);
        left.keySet().retainAll(labelNames);
        return left;
    }

    /** Returns the listed alerts that correspond to an alert of Prometheus. */
    List<ListedAlert> find(Map<String, String> inPrometheus) {
        Map<String, String> sentLabels = sentLabels(inPrometheus);
        return byName.getOrDefault(name(inPrometheus), List.of()).stream()
                .filter(listed -> listed.labels().entrySet().containsAll(sentLabels.entrySet()))
                .toList();
    }
}
