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
 * @param warning why some may be missing; empty if none is
 */
record PrometheusRules(Instant now, @Nullable Instant startedAt, Map<String, List<Rule>> rules, String warning) {
    private static final Duration SLACK = Duration.ofSeconds(5);

    /**
     * One rule.
     *
     * @param query its expression; empty if it is not told
     * @param healthy whether its last evaluation worked
     * @param error what was wrong with it; empty if nothing was
     * @param evaluatedAt when that was
     * @param interval how often it is evaluated
     * @param alerts those that are firing or pending
     */
    record Rule(
            String query,
            boolean healthy,
            String error,
            Instant evaluatedAt,
            Duration interval,
            List<RuleAlert> alerts) {}

    /**
     * One alert of a rule.
     *
     * @param labels without those that are added on the way to Alertmanager
     * @param firing or else pending
     * @param activeAt since when its expression is true
     * @param source link to it; empty if there is none
     */
    record RuleAlert(
            Map<String, String> labels,
            Map<String, String> annotations,
            boolean firing,
            Instant activeAt,
            String source) {}

    /** Tells whether all rules are evaluated as they should be, and have been for a lease. */
    boolean isAlive(Duration lease) {
        return warning.isEmpty()
                && isUpFor(lease)
                && rules.values().stream().flatMap(List::stream).allMatch(this::isCurrent);
    }

    /** Returns how many rules failed when they were evaluated last. */
    long failing() {
        return rules.values().stream()
                .flatMap(List::stream)
                .filter(rule -> !rule.error().isEmpty())
                .count();
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
