package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values from a JSON stream. The exception for a value of the wrong type names the field. */
final class ArgusJson {
    private ArgusJson() {}

    /** Reads the value of one field, which is the current token of the parser. */
    @FunctionalInterface
    interface FieldReader {
        void read(String name) throws IOException;
    }

    /** Reads one element, whose first token is current. */
    @FunctionalInterface
    interface ElementReader<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Reads an object whose first token is current. The field reader must consume or skip each value. */
    static void object(JsonParser json, String what, FieldReader fields) throws IOException {
        expect(json, JsonToken.START_OBJECT, what);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.read(name);
        }
    }

    static <T> List<T> array(JsonParser json, String what, ElementReader<T> element) throws IOException {
        expect(json, JsonToken.START_ARRAY, what);
        List<T> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.read(json));
        }
        return elements;
    }

    static long number(JsonParser json, String what) throws IOException {
        expect(json, JsonToken.VALUE_NUMBER_INT, what);
        return json.getLongValue();
    }

    static boolean flag(JsonParser json, String what) throws IOException {
        if (!json.currentToken().isBoolean()) {
            throw unexpected(json, "true or false", what);
        }
        return json.getBooleanValue();
    }

    static String text(JsonParser json, String what) throws IOException {
        expect(json, JsonToken.VALUE_STRING, what);
        return json.getText();
    }

    static @Nullable String textOrNull(JsonParser json, String what) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : text(json, what);
    }

    static Instant time(JsonParser json, String what) throws IOException {
        return time(text(json, what), what);
    }

    static Instant time(String text, String what) throws IOException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            UnexpectedJsonException unexpected = new UnexpectedJsonException(
                    "'" + what + "' is not a time: '" + ErrorResponse.shorten(text, 40) + "'");
            unexpected.initCause(e);
            throw unexpected;
        }
    }

    /** Reads any value as a Map, List, String, Number, Boolean or null. */
    static @Nullable Object any(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                object(json, "value", name -> map.put(name, any(json)));
                yield Collections.unmodifiableMap(map);
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(any(json));
                }
                yield Collections.unmodifiableList(list);
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    static UnexpectedJsonException missing(String what) {
        return new UnexpectedJsonException("'" + what + "' is missing");
    }

    private static void expect(JsonParser json, JsonToken token, String what) throws IOException {
        if (json.currentToken() != token) {
            throw unexpected(json, token.name(), what);
        }
    }

    private static UnexpectedJsonException unexpected(JsonParser json, String expected, String what) {
        return new UnexpectedJsonException("'" + what + "' is " + json.currentToken() + " instead of " + expected);
    }
}
