package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Parses JSON text: one document, or several one after the other. */
public final class Documents {
    /**
     * Strict: a name that occurs twice in an object is a fault. Writes names in their order, so equal is equal text.
     */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private static final int SHOWN = 60;

    private Documents() {}

    /**
     * Parses all documents of a text in UTF-8, -16 or -32. White space around them is ignored.
     *
     * @param received when the text arrived
     * @param origin where it came from, as in {@link Document}
     * @throws RefusedException if the text is not JSON, breaks off within a document, or is empty
     */
    public static List<Document> parse(byte[] text, Instant received, String origin) throws RefusedException {
        List<Document> documents = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (JsonNode json = MAPPER.readTree(parser); json != null; json = MAPPER.readTree(parser)) {
                documents.add(new Document(json, received, origin));
            }
        } catch (JsonProcessingException e) {
            throw RefusedException.invalid(origin + ": not valid JSON" + place(e.getLocation()) + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw RefusedException.invalid(origin + ": not valid JSON: " + e.getMessage());
        }
        if (documents.isEmpty()) {
            throw RefusedException.invalid(origin + ": empty, expected a JSON document");
        }
        return documents;
    }

    /** Parses one document that was written by {@link #text}. */
    public static JsonNode parse(String text) throws RefusedException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw RefusedException.invalid("not valid JSON: " + e.getOriginalMessage());
        }
    }

    /** Returns a value as JSON on one line, with the names of objects in their order. */
    public static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON value that cannot be written", e);
        }
    }

    /** Returns the beginning of a value as JSON, for messages to people. */
    public static String excerpt(JsonNode value) {
        String text = text(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
