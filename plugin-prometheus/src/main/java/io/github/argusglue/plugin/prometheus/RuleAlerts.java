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
 * Alerts of rules as Alertmanager would list them: with the external labels, and under the fingerprint of all of them,
 * so that a source keeps its incidents when it is changed from one type to the other.
 */
final class RuleAlerts {
    private static final int LEASE_INTERVALS = 4;

    private final Map<String, String> externalLabels;
    private final Matchers filter;
    private final United.Identity identity;

    RuleAlerts(PrometheusConfig config) {
        this.externalLabels = config.externalLabels();
        this.filter = Matchers.parse("filter", config.filter());
        this.identity = new United.Identity(config.identityExclude(), List.of());
    }

    /**
     * What one server has, by key.
     *
     * @param pending those that are not for long enough what their rule asks for
     */
    record OfServer(List<ListedAlert> firing, List<ListedAlert> pending) {}

    OfServer of(URI server, PrometheusRules answer) {
        List<ListedAlert> firing = new ArrayList<>();
        List<ListedAlert> pending = new ArrayList<>();
        answer.rules()
                .values()
                .forEach(rules -> rules.forEach(rule -> rule.alerts().forEach(alert -> {
                    ListedAlert listed = listed(server, rule, alert);
                    if (filter.matches(listed.labels())) {
                        (alert.firing() ? firing : pending).add(listed);
                    }
                })));
        return new OfServer(firing, pending);
    }

    private ListedAlert listed(URI server, PrometheusRules.Rule rule, PrometheusRules.RuleAlert alert) {
        // The server's own labels go before the external ones, as they do on the way to Alertmanager.
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

    private static String link(URI server, PrometheusRules.Rule rule) {
        if (rule.query().isEmpty()) {
            return "";
        }
        String base = server.toString().replaceFirst("/+$", "");
        return base + "/graph?g0.expr=" + URLEncoder.encode(rule.query(), StandardCharsets.UTF_8) + "&g0.tab=1";
    }

    String key(ListedAlert alert) {
        return identity.key(alert);
    }

    Map<String, United> unite(List<List<ListedAlert>> alerts) {
        return identity.unite(alerts);
    }
}
