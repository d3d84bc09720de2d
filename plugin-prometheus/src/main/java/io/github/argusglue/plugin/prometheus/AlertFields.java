package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one alert from a list or a webhook payload. */
final class AlertFields {
    private String state = "";
    private String fingerprint = "";
    private String generatorUrl = "";
    private @Nullable Instant startsAt;
    private @Nullable Instant updatedAt;
    private @Nullable Instant endsAt;
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private List<String> silencedBy = List.of();
    private List<String> inhibitedBy = List.of();

    /** Returns the alert; null if it has neither labels nor a fingerprint and so cannot be identified. */
    @Nullable
    ListedAlert read(JsonParser parser, Instant now) throws IOException {
        JsonStream.eachField(parser, (name, value) -> field(name, value));
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
            case "fingerprint" -> fingerprint = JsonStream.text(value);
            case "generatorURL" -> generatorUrl = JsonStream.text(value);
            case "startsAt" -> startsAt = instant(value);
            case "updatedAt" -> updatedAt = instant(value);
            case "endsAt" -> endsAt = instant(value);
            case "labels" -> labels = JsonStream.textFields(value);
            case "annotations" -> annotations = JsonStream.textFields(value);
            case "status" -> status(value);
            default -> value.skipChildren();
        }
    }

    /** In a list the status is an object, in a webhook a single word. */
    private void status(JsonParser value) throws IOException {
        if (value.currentToken() == JsonToken.START_OBJECT) {
            JsonStream.eachField(value, this::status);
        } else {
            state = JsonStream.text(value);
        }
    }

    /** Returns the status in a webhook; empty if there was none. */
    String state() {
        return state;
    }

    private void status(String name, JsonParser value) throws IOException {
        switch (name) {
            case "silencedBy" -> silencedBy = JsonStream.sortedTextElements(value);
            case "inhibitedBy" -> inhibitedBy = JsonStream.sortedTextElements(value);
            default -> value.skipChildren();
        }
    }

    private static @Nullable Instant instant(JsonParser value) throws IOException {
        try {
            return Instant.parse(JsonStream.text(value));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
