package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds alerts that Alertmanager no longer lists in the rules of one Prometheus.
 *
 * <p>On the way to Alertmanager labels are added, and {@code alert_relabel_configs} may drop or rewrite labels. If
 * labels are rewritten, alerts that fire here are not found in Alertmanager; then the result is inconclusive.
 */
final class RuleIndex {
    private static final int MAX_FIRING_CHECKED = 20;

    private final PrometheusRules rules;
    private final ListedAlerts listed;
    private final Set<String> origins;
    private final Map<String, RulesOfName> byName = new HashMap<>();

    /** @param origins addresses that this Prometheus is known to write into {@code generatorURL} */
    RuleIndex(PrometheusRules rules, ListedAlerts listed, Set<String> origins) {
        this.rules = rules;
        this.listed = listed;
        this.origins = origins;
    }

    /** Returns whether alerts with this origin are known to come from this Prometheus. */
    boolean isSenderOf(String origin) {
        return origins.contains(origin);
    }

    /**
     * Returns what this Prometheus reports about an alert.
     *
     * @param labels labels in Alertmanager
     * @param lease lease of the alert
     */
    Confirmation confirm(Map<String, String> labels, String origin, Duration lease) {
        RulesOfName rulesOfName = byName.computeIfAbsent(ListedAlerts.name(labels), this::rulesOfName);
        if (rulesOfName.contains(labels)) {
            return Confirmation.ACTIVE;
        } else if (rulesOfName.rules().isEmpty() && !isSenderOf(origin)) {
            return Confirmation.UNKNOWN;
        }
        return rulesOfName.labelsUnchanged()
                        && rules.warning().isEmpty()
                        && rules.isUpFor(lease)
                        && rulesOfName.rules().stream().allMatch(rules::isCurrent)
                ? Confirmation.GONE
                : Confirmation.INCONCLUSIVE;
    }

    private RulesOfName rulesOfName(String name) {
        List<PrometheusRules.AlertingRule> sameName = rules.rules().getOrDefault(name, List.of());
        Map<Set<String>, Set<Map<String, String>>> alerts = new HashMap<>();
        sameName.stream()
                .flatMap(rule -> rule.alerts().stream())
                .map(alert -> listed.sentLabels(alert.labels()))
                .forEach(labels -> alerts.computeIfAbsent(Set.copyOf(labels.keySet()), names -> new HashSet<>())
                        .add(labels));
        boolean labelsUnchanged = sameName.stream()
                .flatMap(rule -> rule.alerts().stream())
                .filter(PrometheusRules.RuleAlert::firing)
                .limit(MAX_FIRING_CHECKED)
                .noneMatch(alert -> listed.find(alert.labels()).isEmpty());
        return new RulesOfName(sameName, alerts, labelsUnchanged);
    }

    /**
     * All rules with one name.
     *
     * @param alerts labels of firing and pending alerts, by the set of their label names
     * @param labelsUnchanged whether firing alerts are found in Alertmanager
     */
    private record RulesOfName(
            List<PrometheusRules.AlertingRule> rules,
            Map<Set<String>, Set<Map<String, String>>> alerts,
            boolean labelsUnchanged) {

        /** Rules rarely have alerts with different sets of label names, so this is a look-up rather than a search. */
        boolean contains(Map<String, String> inAlertmanager) {
            return alerts.entrySet().stream().anyMatch(entry -> {
                Map<String, String> common = new HashMap<>(inAlertmanager);
                common.keySet().retainAll(entry.getKey());
                return entry.getValue().contains(common);
            });
        }
    }
}
