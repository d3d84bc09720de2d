package io.github.argusglue.core.config;

import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * A TOML value and its place.
 *
 * @param name its key; the last part of the path, unquoted
 * @param byDefault whether it comes from the record's annotation instead of the file
 */
record Node(String name, Object value, Place place, boolean byDefault) {

    static Node root(TomlTable table) {
        return new Node("", table, Place.ROOT, false);
    }

    boolean isTable() {
        return isTable(value);
    }

    Set<String> keys() {
        return value instanceof ChangedTable changed ? changed.keys() : table().keySet();
    }

    Optional<Node> child(String key) {
        // As a list: a string would be split at its dots.
        List<String> path = List.of(key);
        @Nullable Object child = value instanceof ChangedTable changed ? changed.get(key) : table().get(path);
        return child == null
                ? Optional.empty()
                : Optional.of(new Node(key, child, place.key(key, table().inputPositionOf(path)), byDefault));
    }

    /** Returns the place of a key, or where it would be. */
    Place placeOf(String key) {
        return place.key(key, table().inputPositionOf(List.of(key)));
    }

    /** Returns the default of a key that is absent in the file. */
    Node absent(String key, Object byDefault) {
        return new Node(key, byDefault, placeOf(key), true);
    }

    Node element(int index) {
        TomlArray array = (TomlArray) value;
        return new Node(name, array.get(index), place.element(index, array.inputPositionOf(index)), byDefault);
    }

    /** Returns the kind of value for a message, such as "a string". Never the value, which may be secret. */
    String kind() {
        return kindOf(value);
    }

    /** Returns the values without their places, for comparison. May contain secrets. */
    Object content() {
        if (isTable()) {
            Map<String, Object> values = new HashMap<>();
            keys().forEach(key -> child(key).ifPresent(child -> values.put(key, child.content())));
            return values;
        }
        return content(value);
    }

    private static Object content(@Nullable Object value) {
        if (value instanceof TomlTable table) {
            Map<String, Object> values = new HashMap<>();
            table.keySet().forEach(key -> values.put(key, content(table.get(List.of(key)))));
            return values;
        } else if (value instanceof TomlArray array) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                values.add(content(array.get(i)));
            }
            return values;
        }
        return value == null ? "" : value;
    }

    /** Returns the table in the file. */
    TomlTable table() {
        return value instanceof ChangedTable changed ? changed.original() : (TomlTable) value;
    }

    private static boolean isTable(Object value) {
        return value instanceof TomlTable || value instanceof ChangedTable;
    }

    private static String kindOf(Object value) {
        if (value instanceof String) {
            return "a string";
        } else if (value instanceof Long) {
            return "an integer";
        } else if (value instanceof Double) {
            return "a floating-point number";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof TomlArray) {
            return "an array";
        } else if (isTable(value)) {
            return "a table";
        } else if (value instanceof Temporal) {
            return "a date or time";
        }
        return "a " + value.getClass().getSimpleName();
    }
}
