package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to {@code GET /api/v2/alerts} as a stream.
 *
 * <p>Lenient inside an alert, since Alertmanager's relatives leave out or add fields; strict about the whole: what is
 * not one complete JSON array is an error, never a shorter list.
 */
final class AlertListReader {
    private final JsonFactory json;

    AlertListReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * What was read.
     *
     * @param nameless elements that could not be told from one another, having neither labels nor fingerprint
     */
    record Listing(List<ListedAlert> alerts, int nameless) {}

    /**
     * Reads all of it.
     *
     * @param now taken where an alert does not say when
     * @throws IOException if it breaks off, or is no JSON array
     */
    Listing read(InputStream body, Instant now) throws IOException {
        List<ListedAlert> alerts = new ArrayList<>();
        int nameless = 0;
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                ListedAlert alert = token == JsonToken.START_OBJECT ? new Fields().read(parser, now) : skipped(parser);
                if (alert == null) {
                    nameless++;
                } else {
                    alerts.add(alert);
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more after the list");
            }
        }
        return new Listing(alerts, nameless);
    }

    private static @Nullable ListedAlert skipped(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            throw new JsonParseException(parser, "the list breaks off");
        }
        parser.skipChildren();
        return null;
    }

    /** Fields of one alert, as they come. */
    private static final class Fields {
        private String fingerprint = "";
        private String generatorUrl = "";
        private @Nullable Instant startsAt;
        private @Nullable Instant updatedAt;
        private @Nullable Instant endsAt;
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private List<String> silencedBy = List.of();
        private List<String> inhibitedBy = List.of();

        @Nullable
        ListedAlert read(JsonParser parser, Instant now) throws IOException {
            Json.eachField(parser, (name, value) -> field(name, value));
            if (fingerprint.isBlank() && labels.isEmpty()) {
                return null;
            }
            String id = fingerprint.isBlank() ? Fingerprint.of(labels, Set.of()) : fingerprint;
            Instant updated = updatedAt == null ? now : updatedAt;
            return new ListedAlert(
                    id,
                    startsAt == null ? updated : startsAt,
                    updated,
                    endsAt == null ? updated : endsAt,
                    labels,
                    annotations,
                    generatorUrl,
                    silencedBy,
                    inhibitedBy);
        }

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                case "fingerprint" -> fingerprint = Json.text(value);
                case "generatorURL" -> generatorUrl = Json.text(value);
                case "startsAt" -> startsAt = instant(value);
                case "updatedAt" -> updatedAt = instant(value);
                case "endsAt" -> endsAt = instant(value);
                case "labels" -> labels = texts(value);
                case "annotations" -> annotations = texts(value);
                case "status" -> Json.eachField(value, this::status);
                default -> value.skipChildren();
            }
        }

        private void status(String name, JsonParser value) throws IOException {
            switch (name) {
                case "silencedBy" -> silencedBy = Json.sortedTexts(value);
                case "inhibitedBy" -> inhibitedBy = Json.sortedTexts(value);
                default -> value.skipChildren();
            }
        }

        private static @Nullable Instant instant(JsonParser value) throws IOException {
            try {
                return Instant.parse(Json.text(value));
            } catch (DateTimeException e) {
                return null;
            }
        }

        private static Map<String, String> texts(JsonParser value) throws IOException {
            Map<String, String> texts = new TreeMap<>();
            Json.eachField(value, (name, text) -> {
                String read = Json.text(text);
                if (!read.isEmpty()) {
                    texts.put(name, read);
                }
            });
            return Collections.unmodifiableMap(texts);
        }
    }
}
