package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alerting rules of one Prometheus.
 *
 * @param now time by its clock
 * @param startedAt when it was started; null if it does not say
 * @param rules by alert name; several rules may have the same name
 * @param warning why some rules may be missing; empty if none is
 */
record PrometheusRules(
        Instant now, @Nullable Instant startedAt, Map<String, List<AlertingRule>> rules, String warning) {
    private static final Duration EVALUATION_TOLERANCE = Duration.ofSeconds(5);

    /**
     * One rule.
     *
     * @param query its expression; empty if it is missing
     * @param healthy whether its last evaluation succeeded
     * @param error error of its last evaluation; empty if there was none
     * @param evaluatedAt time of its last evaluation
     * @param interval evaluation interval
     * @param alerts firing and pending alerts
     */
    record AlertingRule(
            String query,
            boolean healthy,
            String error,
            Instant evaluatedAt,
            Duration interval,
            List<RuleAlert> alerts) {}

    /**
     * One alert of a rule.
     *
     * @param labels labels, without those that are added on the way to Alertmanager
     * @param firing whether it is firing; otherwise it is pending
     * @param activeAt since when its expression is true
     * @param source link to it; empty if there is none
     */
    record RuleAlert(
            Map<String, String> labels,
            Map<String, String> annotations,
            boolean firing,
            Instant activeAt,
            String source) {}

    /** Returns the same rules with the start of the server; null if it does not say. */
    PrometheusRules withStart(@Nullable Instant start) {
        return new PrometheusRules(now, start, rules, warning);
    }

    /** Returns whether the server has been up for a lease and evaluates all its rules successfully. */
    boolean isEvaluating(Duration lease) {
        return warning.isEmpty()
                && isUpFor(lease)
                && rules.values().stream().flatMap(List::stream).allMatch(this::isCurrent);
    }

    /** Returns the number of rules whose last evaluation failed. */
    long failing() {
        return rules.values().stream()
                .flatMap(List::stream)
                .filter(rule -> !rule.error().isEmpty())
                .count();
    }

    /** Returns up to {@code limit} firing alerts. */
    Stream<RuleAlert> firingAlerts(int limit) {
        return rules.values().stream()
                .flatMap(List::stream)
                .flatMap(rule -> rule.alerts().stream())
                .filter(RuleAlert::firing)
                .limit(limit);
    }

    /**
     * Returns whether the server has been up for this time; before that, rules may miss alerts whose targets were not
     * scraped yet.
     */
    boolean isUpFor(Duration lease) {
        return startedAt == null || !startedAt.plus(lease).isAfter(now);
    }

    boolean isCurrent(AlertingRule rule) {
        Duration age = Duration.between(rule.evaluatedAt(), now);
        return rule.healthy() && age.compareTo(rule.interval().multipliedBy(2).plus(EVALUATION_TOLERANCE)) <= 0;
    }
}
