package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Prometheus servers behind an Alertmanager, asked only when it cannot say what became of an alert. */
final class PrometheusServers {
    private final List<URI> servers;
    private final Http http;
    private final PrometheusReader reader;

    PrometheusServers(List<URI> servers, Http http, JsonFactory json) {
        this.servers = servers;
        this.http = http;
        this.reader = new PrometheusReader(json);
    }

    boolean isConfigured() {
        return !servers.isEmpty();
    }

    /** Asks all of them. */
    Answers ask() {
        List<PrometheusRules> answered = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (URI server : servers) {
            try {
                answered.add(ask(server));
            } catch (SourceException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new Answers(List.copyOf(answered), List.copyOf(problems));
    }

    private PrometheusRules ask(URI server) throws SourceException {
        Http.Answer<Map<String, List<PrometheusRules.Rule>>> rules =
                http.get(server, "api/v1/rules", Map.of("type", List.of("alert")), (body, now) -> reader.rules(body));
        String external = optional(server, "api/v1/status/flags", "web.external-url");
        Instant startedAt = PrometheusReader.instant(optional(server, "api/v1/status/runtimeinfo", "startTime"));
        return new PrometheusRules(
                rules.now(),
                startedAt.equals(Instant.EPOCH) ? null : startedAt,
                Sighting.origin(external),
                rules.body());
    }

    /** Returns what only Prometheus itself tells, none of its relatives; empty if it does not. */
    private String optional(URI server, String path, String field) {
        try {
            return http.get(server, path, Map.of(), (body, now) -> reader.text(body, field))
                    .body();
        } catch (SourceException e) {
            return "";
        }
    }

    /**
     * What they said.
     *
     * @param problems of those that did not answer
     */
    record Answers(List<PrometheusRules> answered, List<String> problems) {

        /** Tells whether all of them answered and evaluate their rules. */
        boolean allAlive(Duration lease) {
            return problems.isEmpty() && answered.stream().allMatch(rules -> rules.isAlive(lease));
        }

        /** Says what became of an alert. */
        Confirmation confirm(Map<String, String> labels, String origin, Duration lease) {
            boolean gone = false;
            boolean doubt = !problems.isEmpty();
            Optional<Confirmation> own = Optional.empty();
            for (PrometheusRules rules : answered) {
                Confirmation said = rules.confirm(labels, origin, lease);
                if (said == Confirmation.STILL_THERE) {
                    return said;
                }
                gone |= said == Confirmation.GONE;
                doubt |= said == Confirmation.CANNOT_TELL;
                if (!origin.isEmpty() && rules.origin().equals(origin)) {
                    own = Optional.of(said);
                }
            }
            // The server that sent it knows best; others may have rules of the same name for other places.
            if (own.isPresent()) {
                return own.get();
            } else if (doubt) {
                return Confirmation.CANNOT_TELL;
            }
            return gone ? Confirmation.GONE : Confirmation.UNKNOWN;
        }
    }
}
