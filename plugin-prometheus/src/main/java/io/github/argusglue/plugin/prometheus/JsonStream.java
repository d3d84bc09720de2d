package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads JSON as a stream. Each method leaves the parser at the last token of the value that it was given. */
final class JsonStream {
    private JsonStream() {}

    /** Reads the value of one field. The parser is at the first token of the value and must be left at its last one. */
    @FunctionalInterface
    interface FieldHandler {
        void handle(String name, JsonParser value) throws IOException;
    }

    /** Reads the fields of an object; skips any other value. */
    static void eachField(JsonParser parser, FieldHandler handler) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next(parser);
            handler.handle(name, parser);
        }
    }

    /** Reads one element. The parser is at its first token and must be left at its last one. */
    @FunctionalInterface
    interface ElementHandler {
        void handle(JsonParser element) throws IOException;
    }

    /** Reads the elements of an array; skips any other value. */
    static void eachElement(JsonParser parser, ElementHandler handler) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (next(parser) != JsonToken.END_ARRAY) {
            handler.handle(parser);
        }
    }

    /** Returns a scalar as text; empty for null, an object or an array. */
    static String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            parser.skipChildren();
            return "";
        }
        return parser.getText();
    }

    /** Returns the texts of an array, sorted, so that the server's order does not matter. */
    static List<String> sortedTextElements(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        eachElement(parser, element -> texts.add(text(element)));
        Collections.sort(texts);
        return List.copyOf(texts);
    }

    /** Returns the text fields of an object, sorted by name, without empty ones. */
    static Map<String, String> textFields(JsonParser parser) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        eachField(parser, (name, value) -> {
            String text = text(value);
            if (!text.isEmpty()) {
                texts.put(name, text);
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** @throws IOException if it is another token */
    static void expect(JsonParser parser, @Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new JsonParseException(
                    parser, "expected " + expected + ", got " + (token == null ? "nothing" : token));
        }
    }

    private static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonParseException(parser, "unexpected end");
        }
        return token;
    }
}
