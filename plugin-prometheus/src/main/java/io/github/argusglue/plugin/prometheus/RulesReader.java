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

/** Reads Prometheus's responses about its rules and its runtime as a stream. */
final class RulesReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    private final JsonFactory json;

    RulesReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * The rules of a response.
     *
     * @param rules alerting rules by name
     * @param warning why some rules may be missing; empty if none is
     */
    record RuleList(Map<String, List<PrometheusRules.AlertingRule>> rules, String warning) {}

    /**
     * Reads {@code /api/v1/rules}.
     *
     * @throws IOException if the response is anything else; a response without groups must not look like one without
     *     alerts
     */
    RuleList rules(InputStream body) throws IOException {
        Map<String, List<PrometheusRules.AlertingRule>> rules = new HashMap<>();
        List<String> warnings = new ArrayList<>();
        boolean[] hasGroups = {false};
        envelope(
                body,
                data -> JsonStream.eachField(data, (name, value) -> {
                    if (name.equals("groups")) {
                        // A server without rules may return null.
                        hasGroups[0] = value.currentToken() == JsonToken.START_ARRAY
                                || value.currentToken() == JsonToken.VALUE_NULL;
                        JsonStream.eachElement(value, group -> group(group, rules));
                    } else {
                        value.skipChildren();
                    }
                }),
                warnings);
        if (!hasGroups[0]) {
            throw new JsonParseException(null, "no list 'groups' of rules");
        }
        return new RuleList(rules, warnings.isEmpty() ? "" : warnings.get(0));
    }

    /** Reads one text field of {@code data}; empty if it is missing. */
    String text(InputStream body, String field) throws IOException {
        StringBuilder found = new StringBuilder();
        envelope(
                body,
                data -> JsonStream.eachField(data, (name, value) -> {
                    String text = JsonStream.text(value);
                    if (name.equals(field)) {
                        found.append(text);
                    }
                }),
                new ArrayList<>());
        return found.toString();
    }

    private void envelope(InputStream body, JsonStream.ElementHandler handler, List<String> warnings)
            throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            JsonStream.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            JsonStream.eachField(parser, (name, value) -> {
                switch (name) {
                    case "data" -> handler.handle(value);
                    case "warnings" -> JsonStream.eachElement(value, element -> warnings.add(JsonStream.text(element)));
                    default -> value.skipChildren();
                }
            });
        }
    }

    private static void group(JsonParser parser, Map<String, List<PrometheusRules.AlertingRule>> rules)
            throws IOException {
        RuleGroupFields group = new RuleGroupFields();
        JsonStream.eachField(parser, group::field);
        for (RuleFields rule : group.rules) {
            if (!rule.name.isEmpty() && !rule.type.equals("recording")) {
                rules.computeIfAbsent(rule.name, name -> new ArrayList<>(1)).add(rule.in(group));
            }
        }
    }

    private static final class RuleGroupFields {
        private final List<RuleFields> rules = new ArrayList<>();
        private Duration interval = DEFAULT_INTERVAL;

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                case "interval" -> interval = seconds(JsonStream.text(value));
                case "rules" ->
                    JsonStream.eachElement(value, element -> {
                        RuleFields rule = new RuleFields();
                        JsonStream.eachField(element, rule::field);
                        rules.add(rule);
                    });
                default -> value.skipChildren();
            }
        }

        private static Duration seconds(String text) {
            try {
                return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
            } catch (NumberFormatException e) {
                return DEFAULT_INTERVAL;
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
                case "name" -> name = JsonStream.text(value);
                case "type" -> type = JsonStream.text(value);
                case "query" -> query = JsonStream.text(value);
                case "lastError" -> error = JsonStream.text(value);
                case "health" -> healthy = JsonStream.text(value).equals("ok");
                case "lastEvaluation" -> evaluatedAt = instant(JsonStream.text(value));
                case "alerts" ->
                    JsonStream.eachElement(value, element -> alerts.add(new RuleAlertFields().read(element)));
                default -> value.skipChildren();
            }
        }

        private PrometheusRules.AlertingRule in(RuleGroupFields group) {
            return new PrometheusRules.AlertingRule(
                    query, healthy, error, evaluatedAt, group.interval, List.copyOf(alerts));
        }
    }

    private static final class RuleAlertFields {
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private String state = "";
        private String source = "";
        private Instant activeAt = Instant.EPOCH;

        private PrometheusRules.RuleAlert read(JsonParser parser) throws IOException {
            JsonStream.eachField(parser, (name, value) -> {
                switch (name) {
                    case "labels" -> labels = JsonStream.textFields(value);
                    case "annotations" -> annotations = JsonStream.textFields(value);
                    case "state" -> state = JsonStream.text(value);
                    case "source" -> source = JsonStream.text(value);
                    case "activeAt" -> activeAt = instant(JsonStream.text(value));
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
