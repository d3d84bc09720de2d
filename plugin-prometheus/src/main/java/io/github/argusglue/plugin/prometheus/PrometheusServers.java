package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Prometheus servers behind an Alertmanager, asked only when it cannot say what became of an alert. */
final class PrometheusServers {
    private static final int SAMPLE = 50;

    private final List<URI> servers;
    private final RuleSource source;
    private final Map<URI, Set<String>> origins = new HashMap<>();

    PrometheusServers(List<URI> servers, Http http, JsonFactory json) {
        this.servers = servers;
        this.source = new RuleSource(http, json);
    }

    boolean isConfigured() {
        return !servers.isEmpty();
    }

    /** Asks all of them. */
    Answers ask(ListedNow listed) {
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
        return new Answers(answered, indexes, problems);
    }

    /** How it calls itself is not asked for, since most are not told; it shows in alerts that both sides have. */
    private Set<String> learnOrigins(URI server, PrometheusRules rules, ListedNow listed) {
        Set<String> known = origins.computeIfAbsent(server, none -> new HashSet<>());
        rules.someFiring(SAMPLE)
                .flatMap(alert -> listed.find(alert.labels()).stream())
                .map(alert -> Sighting.origin(alert.generatorUrl()))
                .filter(origin -> !origin.isEmpty())
                .forEach(known::add);
        return known;
    }

    /**
     * What they said.
     *
     * @param indexes of those that answered
     * @param problems of those that did not
     */
    record Answers(List<PrometheusRules> answered, List<RuleIndex> indexes, List<String> problems) {

        /** Tells whether all of them answered and evaluate their rules. */
        boolean allAlive(Duration lease) {
            return problems.isEmpty() && answered.stream().allMatch(rules -> rules.isAlive(lease));
        }

        /** Says what became of an alert. */
        Confirmation confirm(United latest, Duration lease) {
            Map<String, String> labels = latest.alert().labels();
            String origin = Sighting.origin(latest.alert().generatorUrl());
            Set<Confirmation> said = EnumSet.noneOf(Confirmation.class);
            Set<Confirmation> saidBySender = EnumSet.noneOf(Confirmation.class);
            for (RuleIndex index : indexes) {
                Confirmation one = index.confirm(labels, origin, lease);
                said.add(one);
                if (index.isSenderOf(origin)) {
                    saidBySender.add(one);
                }
            }
            if (said.contains(Confirmation.STILL_THERE)) {
                return Confirmation.STILL_THERE;
            } else if (!saidBySender.isEmpty()) {
                // Who sent it knows best; others may have rules of the same name for other places.
                return saidBySender.equals(EnumSet.of(Confirmation.GONE))
                        ? Confirmation.GONE
                        : Confirmation.CANNOT_TELL;
            } else if (!problems.isEmpty() || said.contains(Confirmation.CANNOT_TELL)) {
                return Confirmation.CANNOT_TELL;
            }
            return said.contains(Confirmation.GONE) ? Confirmation.GONE : Confirmation.UNKNOWN;
        }
    }
}
