package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Prometheus answers to questions about its rules and itself, as a stream. */
final class PrometheusReader {
    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);

    private final JsonFactory json;

    PrometheusReader(JsonFactory json) {
        this.json = json;
    }

    /** Reads {@code /api/v1/rules}: the alerting rules by name. */
    Map<String, List<PrometheusRules.Rule>> rules(InputStream body) throws IOException {
        Map<String, List<PrometheusRules.Rule>> rules = new HashMap<>();
        data(
                body,
                data -> Json.eachField(data, (name, value) -> {
                    if (name.equals("groups")) {
                        Json.eachElement(value, group -> group(group, rules));
                    } else {
                        value.skipChildren();
                    }
                }));
        return rules;
    }

    /** Reads one text field of {@code data}; empty if it is not there. */
    String text(InputStream body, String field) throws IOException {
        StringBuilder found = new StringBuilder();
        data(
                body,
                data -> Json.eachField(data, (name, value) -> {
                    String text = Json.text(value);
                    if (name.equals(field)) {
                        found.append(text);
                    }
                }));
        return found.toString();
    }

    private void data(InputStream body, Json.ElementTaker taker) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            Json.eachField(parser, (name, value) -> {
                if (name.equals("data")) {
                    taker.take(value);
                } else {
                    value.skipChildren();
                }
            });
        }
    }

    private static void group(JsonParser parser, Map<String, List<PrometheusRules.Rule>> rules) throws IOException {
        Group group = new Group();
        Json.eachField(parser, group::field);
        for (RuleFields rule : group.rules) {
            if (!rule.name.isEmpty()) {
                rules.computeIfAbsent(rule.name, name -> new ArrayList<>(1))
                        .add(new PrometheusRules.Rule(
                                rule.healthy, rule.evaluatedAt, group.interval, List.copyOf(rule.alerts)));
            }
        }
    }

    private static final class Group {
        private final List<RuleFields> rules = new ArrayList<>();
        private Duration interval = USUAL_INTERVAL;

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                case "interval" -> interval = seconds(Json.text(value));
                case "rules" ->
                    Json.eachElement(value, element -> {
                        RuleFields rule = new RuleFields();
                        Json.eachField(element, rule::field);
                        rules.add(rule);
                    });
                default -> value.skipChildren();
            }
        }

        private static Duration seconds(String text) {
            try {
                return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
            } catch (NumberFormatException e) {
                return USUAL_INTERVAL;
            }
        }
    }

    private static final class RuleFields {
        private final List<PrometheusRules.RuleAlert> alerts = new ArrayList<>();
        private String name = "";
        private boolean healthy;
        private Instant evaluatedAt = Instant.EPOCH;

        private void field(String field, JsonParser value) throws IOException {
            switch (field) {
                case "name" -> name = Json.text(value);
                case "health" -> healthy = Json.text(value).equals("ok");
                case "lastEvaluation" -> evaluatedAt = instant(Json.text(value));
                case "alerts" -> Json.eachElement(value, this::alert);
                default -> value.skipChildren();
            }
        }

        private void alert(JsonParser parser) throws IOException {
            Map<String, String> labels = new HashMap<>();
            StringBuilder state = new StringBuilder();
            Json.eachField(parser, (name, value) -> {
                switch (name) {
                    case "labels" -> Json.eachField(value, (label, text) -> labels.put(label, Json.text(text)));
                    case "state" -> state.append(Json.text(value));
                    default -> value.skipChildren();
                }
            });
            alerts.add(new PrometheusRules.RuleAlert(labels, state.toString().equals("firing")));
        }
    }

    static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
