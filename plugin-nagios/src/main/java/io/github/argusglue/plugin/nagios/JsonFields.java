package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one object in a JSON answer. Which there are, and their names, differs between daemons: the first
 * of the names given is taken that exists. One that is missing, or of an unexpected type, has a neutral value.
 */
final class JsonFields {
    /** Reads the JSON of daemons that pass on what plugins print. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Larger numbers are not a time in seconds but in milliseconds, as the CGIs of Nagios write it. */
    private static final double MOST_SECONDS = 1e11;

    private final Function<String, @Nullable JsonNode> values;

    /** @param values returns the value of an attribute; null if it is missing */
    JsonFields(Function<String, @Nullable JsonNode> values) {
        this.values = values;
    }

    /** Returns the attributes whose names begin like this, without that. */
    JsonFields withPrefix(String prefix) {
        return new JsonFields(name -> values.apply(prefix + name));
    }

    private JsonNode get(String... names) {
        for (String name : names) {
            JsonNode value = values.apply(name);
            if (value != null) {
                return value;
            }
        }
        return MissingNode.getInstance();
    }

    /** Returns a text; empty if it is missing. */
    String text(String... names) {
        return get(names).asText("");
    }

    /** Returns a number; 0 if it is missing. */
    int number(String... names) {
        return get(names).asInt(0);
    }

    /** Returns whether a switch is on. */
    boolean isOn(boolean usual, String... names) {
        JsonNode value = get(names);
        return value.isBoolean() ? value.asBoolean() : value.asInt(usual ? 1 : 0) != 0;
    }

    /** Returns a time; the epoch if it is missing. */
    Instant time(String... names) {
        double time = get(names).asDouble(0);
        double millis = time < MOST_SECONDS ? time * 1000 : time;
        return Instant.ofEpochMilli(millis > 0 && millis < MOST_SECONDS * 1000 ? (long) millis : 0);
    }

    /** Returns the texts of a list that are not empty; of a text, the words between its commas. */
    List<String> texts(String name) {
        return texts(get(name));
    }

    private static List<String> texts(JsonNode list) {
        Stream<String> texts = list.isTextual()
                ? Stream.of(list.asText().split(",", -1)).map(String::strip)
                : StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
        return texts.filter(text -> !text.isEmpty()).toList();
    }

    /** Returns the texts, numbers and booleans of a map, in its order, and lists of them as one text. */
    Map<String, String> map(String... names) {
        Map<String, String> texts = new LinkedHashMap<>();
        get(names).properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isArray()) {
                texts.put(field.getKey(), String.join(", ", texts(value)));
            } else if (value.isValueNode() && !value.isNull()) {
                texts.put(field.getKey(), value.asText());
            }
        });
        return texts;
    }

    /** Returns the host or service that a comment or downtime is about. */
    ObjectKey object() {
        String service = text("service_description", "service_name");
        return new ObjectKey(text("host_name"), service.isEmpty() ? null : service);
    }

    /** Returns the members of a group: names of hosts, or services with the names of their hosts. */
    List<ObjectKey> members() {
        return StreamSupport.stream(get("members").spliterator(), false)
                .map(member ->
                        member.isTextual() ? ObjectKey.host(member.asText()) : new JsonFields(member::get).object())
                .toList();
    }
}
