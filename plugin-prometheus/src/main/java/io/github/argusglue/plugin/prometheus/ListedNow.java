package io.github.argusglue.plugin.prometheus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Alertmanager lists in one round, put in order so that alerts of Prometheus can be found in it. */
final class ListedNow {
    private final Map<String, List<ListedAlert>> byName = new HashMap<>();
    private final Set<String> labelNames = new HashSet<>();

    /** @param lost what it listed until it disappeared: shows which labels arrive, even if nothing is listed now */
    ListedNow(Collection<United> all, Collection<United> lost) {
        lost.forEach(united -> labelNames.addAll(united.alert().labels().keySet()));
        for (United united : all) {
            ListedAlert alert = united.alert();
            labelNames.addAll(alert.labels().keySet());
            byName.computeIfAbsent(name(alert.labels()), name -> new ArrayList<>())
                    .add(alert);
        }
    }

    /** Returns the name of an alert with these labels. */
    static String name(Map<String, String> labels) {
        return labels.getOrDefault("alertname", "");
    }

    /**
     * Returns the labels under which Alertmanager would list an alert of Prometheus, but for those that are added on
     * the way: a label that no alert in Alertmanager has or had counts as one that {@code alert_relabel_configs} drops.
     */
    Map<String, String> arriving(Map<String, String> inPrometheus) {
        Map<String, String> left = new HashMap<>(inPrometheus);
        left.keySet().retainAll(labelNames);
        return left;
    }

    /** Returns the alerts that are an alert of Prometheus. */
    List<ListedAlert> find(Map<String, String> inPrometheus) {
        Map<String, String> arriving = arriving(inPrometheus);
        return byName.getOrDefault(name(inPrometheus), List.of()).stream()
                .filter(listed -> listed.labels().entrySet().containsAll(arriving.entrySet()))
                .toList();
    }
}
