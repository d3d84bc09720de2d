package io.github.argusglue.plugin.prometheus;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Converts alerts of rules to alerts as Alertmanager would list them: with the external labels, and with the
 * fingerprint of all labels. So a source keeps its incidents when its type is changed.
 */
final class RuleAlerts {
    private static final int LEASE_INTERVALS = 4;

    private final Map<String, String> externalLabels;
    private final LabelMatchers filter;
    private final MergedAlert.AlertIdentity identity;

    RuleAlerts(PrometheusConfig config) {
        this.externalLabels = config.externalLabels();
        this.filter = LabelMatchers.parse("filter", config.filter());
        this.identity = new MergedAlert.AlertIdentity(config.identityExclude(), List.of());
    }

    /**
     * The alerts of one server.
     *
     * @param pending alerts that have not been active for their rule's {@code for} yet
     * @param filtered firing alerts that do not match {@code filter}
     */
    record ServerAlerts(List<ListedAlert> firing, List<ListedAlert> pending, List<ListedAlert> filtered) {}

    ServerAlerts of(URI server, PrometheusRules answer) {
        List<ListedAlert> firing = new ArrayList<>();
        List<ListedAlert> pending = new ArrayList<>();
        List<ListedAlert> filtered = new ArrayList<>();
        answer.rules()
                .values()
                .forEach(rules -> rules.forEach(rule -> rule.alerts().forEach(alert -> {
                    ListedAlert listed = listed(server, rule, alert);
                    if (filter.matches(listed.labels())) {
                        (alert.firing() ? firing : pending).add(listed);
                    } else if (alert.firing()) {
                        filtered.add(listed);
                    }
                })));
        return new ServerAlerts(firing, pending, filtered);
    }

    private ListedAlert listed(URI server, PrometheusRules.AlertingRule rule, PrometheusRules.RuleAlert alert) {
        // Labels of the alert override external labels, as on the way to Alertmanager.
        Map<String, String> labels = new TreeMap<>(externalLabels);
        labels.putAll(alert.labels());
        Instant start = alert.activeAt().equals(Instant.EPOCH) ? rule.evaluatedAt() : alert.activeAt();
        return new ListedAlert(
                Fingerprint.of(labels, Set.of()),
                start,
                rule.evaluatedAt(),
                rule.evaluatedAt().plus(rule.interval().multipliedBy(LEASE_INTERVALS)),
                labels,
                alert.annotations(),
                alert.source().isEmpty() ? link(server, rule) : alert.source(),
                List.of(),
                List.of());
    }

    private static String link(URI server, PrometheusRules.AlertingRule rule) {
        if (rule.query().isEmpty()) {
            return "";
        }
        String base = server.toString().replaceFirst("/+$", "");
        return base + "/graph?g0.expr=" + URLEncoder.encode(rule.query(), StandardCharsets.UTF_8) + "&g0.tab=1";
    }

    String key(ListedAlert alert) {
        return identity.key(alert);
    }

    Map<String, MergedAlert> merge(List<List<ListedAlert>> alerts) {
        return identity.merge(alerts);
    }
}
