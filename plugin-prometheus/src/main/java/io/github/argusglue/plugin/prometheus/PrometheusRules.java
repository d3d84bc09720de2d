package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one Prometheus says about its alerting rules.
 *
 * @param now its clock
 * @param startedAt null where it does not tell
 * @param rules by name of the alert; several rules may have one name
 */
record PrometheusRules(Instant now, @Nullable Instant startedAt, Map<String, List<Rule>> rules) {
    private static final Duration SLACK = Duration.ofSeconds(5);

    /**
     * One rule.
     *
     * @param healthy whether its last evaluation worked
     * @param evaluatedAt when that was
     * @param interval how often it is evaluated
     * @param alerts those that are firing or pending
     */
    record Rule(boolean healthy, Instant evaluatedAt, Duration interval, List<RuleAlert> alerts) {}

    /**
     * One alert of a rule.
     *
     * @param labels without those that are added on the way to Alertmanager
     */
    record RuleAlert(Map<String, String> labels, boolean firing) {}

    /** Tells whether all rules are evaluated as they should be, and have been for a lease. */
    boolean isAlive(Duration lease) {
        return isUpFor(lease) && rules.values().stream().flatMap(List::stream).allMatch(this::isCurrent);
    }

    /** Returns some alerts that fire. */
    Stream<RuleAlert> someFiring(int limit) {
        return rules.values().stream()
                .flatMap(List::stream)
                .flatMap(rule -> rule.alerts().stream())
                .filter(RuleAlert::firing)
                .limit(limit);
    }

    /** After a start rules find less than there is, until the targets have been scraped. */
    boolean isUpFor(Duration lease) {
        return startedAt == null || !startedAt.plus(lease).isAfter(now);
    }

    boolean isCurrent(Rule rule) {
        Duration age = Duration.between(rule.evaluatedAt(), now);
        return rule.healthy() && age.compareTo(rule.interval().multipliedBy(2).plus(SLACK)) <= 0;
    }
}
