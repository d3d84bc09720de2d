package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Prometheus servers behind an Alertmanager. They are asked only if Alertmanager cannot tell what happened to an
 * alert.
 */
final class PrometheusServers {
    private static final int MAX_SAMPLE = 50;

    private final List<URI> servers;
    private final RulesClient source;
    private final Map<URI, Set<String>> origins = new HashMap<>();

    PrometheusServers(List<URI> servers, SourceHttpClient http, JsonFactory json) {
        this.servers = servers;
        this.source = new RulesClient(http, json);
    }

    boolean isConfigured() {
        return !servers.isEmpty();
    }

    /** Asks all servers. */
    ServerAnswers ask(ListedAlerts listed) throws InterruptedException {
        List<RuleIndex> indexes = new ArrayList<>();
        List<PrometheusRules> answered = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (URI server : servers) {
            try {
                PrometheusRules rules = source.read(server);
                answered.add(rules);
                indexes.add(new RuleIndex(rules, listed, learnOrigins(server, rules, listed)));
            } catch (SourceException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new ServerAnswers(answered, indexes, problems);
    }

    /**
     * Learns the server's address in {@code generatorURL} from alerts that both sides have. It cannot be queried, since
     * most servers do not know their external URL.
     */
    private Set<String> learnOrigins(URI server, PrometheusRules rules, ListedAlerts listed) {
        Set<String> known = origins.computeIfAbsent(server, none -> new HashSet<>());
        rules.firingAlerts(MAX_SAMPLE)
                .flatMap(alert -> listed.find(alert.labels()).stream())
                .map(alert -> AlertObservation.origin(alert.generatorUrl()))
                .filter(origin -> !origin.isEmpty())
                .forEach(known::add);
        return known;
    }

    /**
     * The answers of the servers.
     *
     * @param indexes one for each server that answered
     * @param problems one line for each server that did not
     */
    record ServerAnswers(List<PrometheusRules> answered, List<RuleIndex> indexes, List<String> problems) {

        /** Returns whether all servers answered and evaluate their rules. */
        boolean allEvaluating(Duration lease) {
            return problems.isEmpty() && answered.stream().allMatch(rules -> rules.isEvaluating(lease));
        }

        /** Returns what the servers report about an alert. */
        Confirmation confirm(MergedAlert latest, Duration lease) {
            Map<String, String> labels = latest.alert().labels();
            String origin = AlertObservation.origin(latest.alert().generatorUrl());
            Set<Confirmation> confirmations = EnumSet.noneOf(Confirmation.class);
            Set<Confirmation> bySender = EnumSet.noneOf(Confirmation.class);
            for (RuleIndex index : indexes) {
                Confirmation confirmation = index.confirm(labels, origin, lease);
                confirmations.add(confirmation);
                if (index.isSenderOf(origin)) {
                    bySender.add(confirmation);
                }
            }
            if (confirmations.contains(Confirmation.ACTIVE)) {
                return Confirmation.ACTIVE;
            } else if (!bySender.isEmpty()) {
                // The sender's answer takes precedence; other servers may have rules with the same name for other
                // sites.
                return bySender.equals(EnumSet.of(Confirmation.GONE)) ? Confirmation.GONE : Confirmation.INCONCLUSIVE;
            } else if (!problems.isEmpty() || confirmations.contains(Confirmation.INCONCLUSIVE)) {
                return Confirmation.INCONCLUSIVE;
            }
            return confirmations.contains(Confirmation.GONE) ? Confirmation.GONE : Confirmation.UNKNOWN;
        }
    }
}
