package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
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

    /**
     * What was read of the rules.
     *
     * @param rules the alerting ones by name
     * @param warning why the answer may lack some; empty if it does not
     */
    record Rules(Map<String, List<PrometheusRules.Rule>> rules, String warning) {}

    /**
     * Reads {@code /api/v1/rules}.
     *
     * @throws IOException if it is something else; an answer without groups must not look like one without alerts
     */
    Rules rules(InputStream body) throws IOException {
        Map<String, List<PrometheusRules.Rule>> rules = new HashMap<>();
        List<String> warnings = new ArrayList<>();
        boolean[] told = {false};
        envelope(
                body,
                data -> Json.eachField(data, (name, value) -> {
                    if (name.equals("groups")) {
                        // A server without rules may write null.
                        told[0] = value.currentToken() == JsonToken.START_ARRAY
                                || value.currentToken() == JsonToken.VALUE_NULL;
                        Json.eachElement(value, group -> group(group, rules));
                    } else {
                        value.skipChildren();
                    }
                }),
                warnings);
        if (!told[0]) {
            throw new JsonParseException(null, "there is no list 'groups' of rules");
        }
        return new Rules(rules, warnings.isEmpty() ? "" : warnings.get(0));
    }

    /** Reads one text field of {@code data}; empty if it is not there. */
    String text(InputStream body, String field) throws IOException {
        StringBuilder found = new StringBuilder();
        envelope(
                body,
                data -> Json.eachField(data, (name, value) -> {
                    String text = Json.text(value);
                    if (name.equals(field)) {
                        found.append(text);
                    }
                }),
                new ArrayList<>());
        return found.toString();
    }

    private void envelope(InputStream body, Json.ElementTaker taker, List<String> warnings) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            Json.eachField(parser, (name, value) -> {
                switch (name) {
                    case "data" -> taker.take(value);
                    case "warnings" -> Json.eachElement(value, element -> warnings.add(Json.text(element)));
                    default -> value.skipChildren();
                }
            });
        }
    }

    private static void group(JsonParser parser, Map<String, List<PrometheusRules.Rule>> rules) throws IOException {
        Group group = new Group();
        Json.eachField(parser, group::field);
        for (RuleFields rule : group.rules) {
            if (!rule.name.isEmpty() && !rule.type.equals("recording")) {
                rules.computeIfAbsent(rule.name, name -> new ArrayList<>(1)).add(rule.in(group));
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
        private String type = "";
        private String query = "";
        private String error = "";
        private boolean healthy;
        private Instant evaluatedAt = Instant.EPOCH;

        private void field(String field, JsonParser value) throws IOException {
            switch (field) {
                case "name" -> name = Json.text(value);
                case "type" -> type = Json.text(value);
                case "query" -> query = Json.text(value);
                case "lastError" -> error = Json.text(value);
                case "health" -> healthy = Json.text(value).equals("ok");
                case "lastEvaluation" -> evaluatedAt = instant(Json.text(value));
                case "alerts" -> Json.eachElement(value, element -> alerts.add(new AlertOfRule().read(element)));
                default -> value.skipChildren();
            }
        }

        private PrometheusRules.Rule in(Group group) {
            return new PrometheusRules.Rule(query, healthy, error, evaluatedAt, group.interval, List.copyOf(alerts));
        }
    }

    private static final class AlertOfRule {
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private String state = "";
        private String source = "";
        private Instant activeAt = Instant.EPOCH;

        private PrometheusRules.RuleAlert read(JsonParser parser) throws IOException {
            Json.eachField(parser, (name, value) -> {
                switch (name) {
                    case "labels" -> labels = Json.texts(value);
                    case "annotations" -> annotations = Json.texts(value);
                    case "state" -> state = Json.text(value);
                    case "source" -> source = Json.text(value);
                    case "activeAt" -> activeAt = instant(Json.text(value));
                    default -> value.skipChildren();
                }
            });
            return new PrometheusRules.RuleAlert(labels, annotations, state.equals("firing"), activeAt, source);
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
