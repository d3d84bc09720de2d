package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds an alert that Alertmanager no longer lists in what one Prometheus says about its rules.
 *
 * <p>On the way to Alertmanager labels are added, and {@code alert_relabel_configs} may drop or rewrite some. If they
 * are rewritten, alerts that fire here are found nowhere in Alertmanager; then nothing is concluded.
 */
final class RuleIndex {
    private static final int ENOUGH_TO_TELL = 20;

    private final PrometheusRules rules;
    private final ListedNow listed;
    private final Set<String> origins;
    private final Map<String, Named> byName = new HashMap<>();

    /** @param origins that this Prometheus is known to write into {@code generatorURL} */
    RuleIndex(PrometheusRules rules, ListedNow listed, Set<String> origins) {
        this.rules = rules;
        this.listed = listed;
        this.origins = origins;
    }

    /** Tells whether alerts of this origin come from this Prometheus, as far as is known. */
    boolean isSenderOf(String origin) {
        return origins.contains(origin);
    }

    /**
     * Says what became of an alert.
     *
     * @param labels as Alertmanager had them
     * @param lease how long a word about it counted
     */
    Confirmation confirm(Map<String, String> labels, String origin, Duration lease) {
        Named named = byName.computeIfAbsent(ListedNow.name(labels), this::named);
        if (named.contains(labels)) {
            return Confirmation.STILL_THERE;
        } else if (named.rules().isEmpty() && !isSenderOf(origin)) {
            return Confirmation.UNKNOWN;
        }
        return named.understood()
                        && rules.warning().isEmpty()
                        && rules.isUpFor(lease)
                        && named.rules().stream().allMatch(rules::isCurrent)
                ? Confirmation.GONE
                : Confirmation.CANNOT_TELL;
    }

    private Named named(String name) {
        List<PrometheusRules.Rule> called = rules.rules().getOrDefault(name, List.of());
        Map<Set<String>, Set<Map<String, String>>> alerts = new HashMap<>();
        called.stream()
                .flatMap(rule -> rule.alerts().stream())
                .map(alert -> listed.arriving(alert.labels()))
                .forEach(labels -> alerts.computeIfAbsent(Set.copyOf(labels.keySet()), names -> new HashSet<>())
                        .add(labels));
        boolean understood = called.stream()
                .flatMap(rule -> rule.alerts().stream())
                .filter(PrometheusRules.RuleAlert::firing)
                .limit(ENOUGH_TO_TELL)
                .noneMatch(alert -> listed.find(alert.labels()).isEmpty());
        return new Named(called, alerts, understood);
    }

    /**
     * All rules of one name.
     *
     * @param alerts labels of what is firing or pending, by the names of the labels
     * @param understood whether what fires is found in Alertmanager
     */
    private record Named(
            List<PrometheusRules.Rule> rules, Map<Set<String>, Set<Map<String, String>>> alerts, boolean understood) {

        /** Few rules have alerts with more than one set of label names, so this is a look-up, not a search. */
        boolean contains(Map<String, String> inAlertmanager) {
            return alerts.entrySet().stream().anyMatch(alike -> {
                Map<String, String> same = new HashMap<>(inAlertmanager);
                same.keySet().retainAll(alike.getKey());
                return alike.getValue().contains(same);
            });
        }
    }
}
