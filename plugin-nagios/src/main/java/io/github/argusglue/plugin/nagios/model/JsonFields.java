package io.github.argusglue.plugin.nagios.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one object in a JSON answer. One that is missing, or of an unexpected type, has a neutral value:
 * which attributes there are differs between daemons.
 */
public final class JsonFields {
    /** Times from the year 10000 on are no times. */
    private static final long END_OF_TIME = 253_402_300_800L;

    private final Function<String, @Nullable JsonNode> values;
    private final int ticksPerSecond;

    /**
     * Creates fields.
     *
     * @param values returns the value of an attribute; null if it is missing
     * @param ticksPerSecond unit of the times: 1 for seconds, 1000 for milliseconds
     */
    public JsonFields(Function<String, @Nullable JsonNode> values, int ticksPerSecond) {
        this.values = values;
        this.ticksPerSecond = ticksPerSecond;
    }

    private JsonNode get(String name) {
        JsonNode value = values.apply(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** Returns a text; empty if it is missing. */
    public String text(String name) {
        return get(name).asText("");
    }

    /** Returns a number; 0 if it is missing. */
    public int number(String name) {
        return get(name).asInt(0);
    }

    /** Returns whether a switch is on. */
    public boolean isOn(String name, boolean usual) {
        JsonNode value = get(name);
        return value.isNumber() ? value.asInt() != 0 : value.asBoolean(usual);
    }

    /** Returns a time in whole seconds; the epoch if it is missing. */
    public Instant time(String name) {
        long seconds = get(name).asLong(0) / ticksPerSecond;
        return Instant.ofEpochSecond(seconds > 0 && seconds < END_OF_TIME ? seconds : 0);
    }

    /** Returns the texts of a list that are not empty. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        get(name).forEach(value -> {
            if (value.isTextual() && !value.asText().isEmpty()) {
                texts.add(value.asText());
            }
        });
        return texts;
    }

    /** Returns the objects in a list. */
    public List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        get(name).forEach(value -> objects.add(new JsonFields(value::get, ticksPerSecond)));
        return objects;
    }

    /** Returns the texts of a map, in its order. */
    public Map<String, String> map(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        get(name)
                .properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
