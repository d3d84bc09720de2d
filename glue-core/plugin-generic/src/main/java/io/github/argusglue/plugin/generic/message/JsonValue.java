package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value within a document, which is read as the type that is expected there, or refused with its place.
 *
 * @param node the value
 * @param pointer its JSON Pointer
 */
record JsonValue(JsonNode node, String pointer) {
    private static final int SHOWN_NAME = 60;
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(s|m|h|d)");

    /** What Argus can show: the year has four digits. */
    private static final Pattern TIME = Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}T"
            + "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    /** Returns a refusal of this value. */
    RefusedException refused(String expected) {
        return RefusedException.invalidAt(pointer, "expected " + expected + ", got " + Documents.excerpt(node));
    }

    /** Returns the fields of an object, without those that are null. */
    Map<String, JsonValue> fields() throws RefusedException {
        if (!node.isObject()) {
            throw refused("an object");
        }
        Map<String, JsonValue> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), new JsonValue(field.getValue(), pointer + "/" + escape(field.getKey())));
            }
        }
        return fields;
    }

    /** Returns an object that has no other fields than these. */
    JsonFields object(List<String> names) throws RefusedException {
        Map<String, JsonValue> fields = fields();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!names.contains(field.getKey())) {
                throw RefusedException.invalidAt(
                        pointer + "/" + escape(field.getKey()),
                        "unknown field, expected one of " + String.join(", ", names));
            }
        }
        return new JsonFields(this, fields);
    }

    List<JsonValue> elements() throws RefusedException {
        if (!node.isArray()) {
            throw refused("a list");
        }
        List<JsonValue> elements = new ArrayList<>();
        Iterator<JsonNode> each = node.elements();
        while (each.hasNext()) {
            elements.add(new JsonValue(each.next(), pointer + "/" + elements.size()));
        }
        return elements;
    }

    /** Returns a text that is not blank. */
    String text() throws RefusedException {
        String text = anyText();
        if (text.isBlank()) {
            throw refused("a text that is not blank");
        }
        return text;
    }

    String anyText() throws RefusedException {
        if (!node.isTextual()) {
            throw refused("a text");
        }
        if (node.textValue().indexOf('\0') >= 0) {
            throw refused("a text without NUL characters");
        }
        return node.textValue();
    }

    boolean flag() throws RefusedException {
        if (!node.isBoolean()) {
            throw refused("true or false");
        }
        return node.booleanValue();
    }

    /** Returns an integer between 1 and a maximum. */
    int number(int maximum) throws RefusedException {
        boolean fits = node.canConvertToExactIntegral() && node.canConvertToInt();
        if (!fits || node.intValue() < 1 || node.intValue() > maximum) {
            throw refused("an integer from 1 to " + maximum);
        }
        return node.intValue();
    }

    Instant time() throws RefusedException {
        String text = anyText();
        try {
            if (TIME.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // Refused below, like any other text.
        }
        throw refused("a time with a zone, such as \"2026-11-21T10:00:00Z\" or \"2026-11-21T11:00:00+01:00\"");
    }

    /** Returns a duration of at least a second. */
    Duration duration() throws RefusedException {
        Matcher matcher = DURATION.matcher(anyText());
        if (!matcher.matches()) {
            throw refused("a duration such as \"90s\", \"15m\", \"1h\" or \"2d\"");
        }
        Duration unit = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** Returns an address of HTTP, or one that is relative to the source's base URL in Argus. */
    URI url() throws RefusedException {
        try {
            URI url = new URI(text());
            String scheme = url.getScheme() == null ? "http" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw refused("a URL with http or https");
            }
            return url;
        } catch (URISyntaxException e) {
            throw refused("a URL (" + e.getReason() + " at character " + (e.getIndex() + 1) + ")");
        }
    }

    /** On one line, and not longer than a message to people may be. */
    private static String escape(String name) {
        String shown = name.length() <= SHOWN_NAME ? name : name.substring(0, SHOWN_NAME) + "...";
        String oneLine = new String(JsonStringEncoder.getInstance().quoteAsString(shown));
        return oneLine.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The fields of one object.
     *
     * @param object the object
     * @param fields its fields by name
     */
    record JsonFields(JsonValue object, Map<String, JsonValue> fields) {

        Optional<JsonValue> get(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        JsonValue require(String name) throws RefusedException {
            JsonValue value = fields.get(name);
            if (value == null) {
                throw RefusedException.invalidAt(
                        object.pointer(), "'" + name + "' is missing in " + Documents.excerpt(object.node()));
            }
            return value;
        }

        String textOr(String name, String other) throws RefusedException {
            JsonValue value = fields.get(name);
            return value == null ? other : value.anyText();
        }
    }
}
