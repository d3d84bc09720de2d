package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How values are read from Mist's answers: what is absent or of another type than described is empty. */
final class Json {
    /** Mist is younger than 2010; its description has an example of -1.8e308. */
    private static final double FIRST_SECOND = 1_262_304_000;

    private static final double LAST_SECOND = 253_402_300_800.0;

    private Json() {}

    static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue().strip() : "";
    }

    /** Returns the texts and numbers of a list that are not empty; a single one counts as a list. */
    static List<String> texts(JsonNode object, String name) {
        JsonNode value = object.path(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value.isArray() ? value : List.of(value)) {
            String text = each.asText("").strip();
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Returns a time in seconds since 1970, with fractions; empty if it is absent or cannot be one. */
    static Optional<Instant> time(JsonNode object, String name) {
        double seconds = object.path(name).asDouble(0);
        return seconds >= FIRST_SECOND && seconds < LAST_SECOND
                ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
                : Optional.empty();
    }

    /** Returns a MAC address without separators in lower case. */
    static String mac(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }
}
