package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.KeysOf;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the test of a configuration record fail if a key is added, removed or renamed in the record but not in the
 * test.
 */
public final class RecordCoverage {
    private RecordCoverage() {}

    /**
     * Checks that a test lists every key of a record, including those of nested records.
     *
     * @param keys the keys as they are written in the file; keys of a nested record as {@code outer.inner}
     */
    public static void assertAllKeys(Class<? extends Record> record, Set<String> keys) {
        assertEquals(new TreeSet<>(keysOf(record, "")), new TreeSet<>(keys), () -> "keys of " + record.getName());
    }

    private static Set<String> keysOf(Class<? extends Record> record, String prefix) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Class<?> type = elementType(component.getGenericType());
            boolean inline = component.isAnnotationPresent(Inline.class);
            String key = prefix + snakeCase(component.getName());
            if (!inline) {
                keys.add(key);
            }
            Class<? extends Record> nested = recordOf(type);
            if (nested != null) {
                keys.addAll(keysOf(nested, inline ? prefix : key + "."));
            }
        }
        return keys;
    }

    /** Returns the record with the keys of a nested table; null if it is not one. */
    private static @Nullable Class<? extends Record> recordOf(Class<?> type) {
        KeysOf group = type.getAnnotation(KeysOf.class);
        if (group != null) {
            return group.value();
        }
        return type.isRecord() ? type.asSubclass(Record.class) : null;
    }

    /** Returns the innermost element type of an {@code Optional}, {@code List} or {@code Map}. */
    private static Class<?> elementType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return elementType(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("_$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
