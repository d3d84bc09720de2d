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

/** Steps through JSON without keeping it. Each method leaves the parser at the last token of the value it was given. */
final class Json {
    private Json() {}

    /** Takes one field; the parser stands at the value's first token, and has to be left at its last. */
    @FunctionalInterface
    interface FieldTaker {
        void take(String name, JsonParser value) throws IOException;
    }

    /** Goes through the fields of an object; passes over anything else. */
    static void eachField(JsonParser parser, FieldTaker taker) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next(parser);
            taker.take(name, parser);
        }
    }

    /** Takes one element; the parser stands at its first token, and has to be left at its last. */
    @FunctionalInterface
    interface ElementTaker {
        void take(JsonParser element) throws IOException;
    }

    /** Goes through the elements of an array; passes over anything else. */
    static void eachElement(JsonParser parser, ElementTaker taker) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (next(parser) != JsonToken.END_ARRAY) {
            taker.take(parser);
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

    /** Returns the texts of an array in their own order, so that the server's does not matter. */
    static List<String> sortedTexts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        eachElement(parser, element -> texts.add(text(element)));
        Collections.sort(texts);
        return List.copyOf(texts);
    }

    /** Returns the texts of an object sorted by name, without the empty ones. */
    static Map<String, String> texts(JsonParser parser) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        eachField(parser, (name, value) -> {
            String text = text(value);
            if (!text.isEmpty()) {
                texts.put(name, text);
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** @throws IOException if the token is another one */
    static void expect(JsonParser parser, @Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new JsonParseException(
                    parser, "expected " + expected + ", got " + (token == null ? "nothing" : token));
        }
    }

    private static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonParseException(parser, "it breaks off");
        }
        return token;
    }
}
