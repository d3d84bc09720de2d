package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one Prometheus says about its alerting rules.
 *
 * @param now its clock
 * @param startedAt null where it does not tell
 * @param origin as it writes itself into {@code generatorURL}; empty where it does not tell
 * @param rules by name of the alert; several rules may have one name
 */
record PrometheusRules(Instant now, @Nullable Instant startedAt, String origin, Map<String, List<Rule>> rules) {
    private static final Duration SLACK = Duration.ofSeconds(5);

    /**
     * One rule.
     *
     * @param healthy whether its last evaluation worked
     * @param evaluatedAt when that was
     * @param interval how often it is evaluated
     * @param alerts labels of those that are firing or pending
     */
    record Rule(boolean healthy, Instant evaluatedAt, Duration interval, List<Map<String, String>> alerts) {}

    /** Tells whether all rules are evaluated as they should be, and have been for a lease. */
    boolean isAlive(Duration lease) {
        return isUpFor(lease) && rules.values().stream().flatMap(List::stream).allMatch(this::isCurrent);
    }

    /**
     * Says what became of an alert.
     *
     * @param labels as Alertmanager has them
     * @param comesFrom origin that the alert names
     */
    Confirmation confirm(Map<String, String> labels, String comesFrom, Duration lease) {
        List<Rule> named = rules.getOrDefault(labels.getOrDefault("alertname", ""), List.of());
        if (named.stream().flatMap(rule -> rule.alerts().stream()).anyMatch(alert -> isSame(alert, labels))) {
            return Confirmation.STILL_THERE;
        }
        boolean own = !origin.isEmpty() && origin.equals(comesFrom);
        if (named.isEmpty() && !own) {
            return Confirmation.UNKNOWN;
        }
        return isUpFor(lease) && named.stream().allMatch(this::isCurrent)
                ? Confirmation.GONE
                : Confirmation.CANNOT_TELL;
    }

    /** After a start rules find less than there is, until the targets have been scraped. */
    private boolean isUpFor(Duration lease) {
        return startedAt == null || !startedAt.plus(lease).isAfter(now);
    }

    private boolean isCurrent(Rule rule) {
        Duration age = Duration.between(rule.evaluatedAt(), now);
        return rule.healthy() && age.compareTo(rule.interval().multipliedBy(2).plus(SLACK)) <= 0;
    }

    /** On the way to Alertmanager labels are added (external ones) and dropped ({@code replica}), few are changed. */
    private static boolean isSame(Map<String, String> inPrometheus, Map<String, String> inAlertmanager) {
        return inPrometheus.entrySet().stream()
                .allMatch(label ->
                        label.getValue().equals(inAlertmanager.getOrDefault(label.getKey(), label.getValue())));
    }
}
