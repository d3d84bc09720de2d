package io.github.argusglue.spi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks whether JSON can hold a value. */
final class JsonCheck {
    /** The deepest nesting that is accepted; a value that contains itself is deeper. */
    private static final int MAX_DEPTH = 100;

    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Double.class,
            Float.class,
            BigDecimal.class,
            BigInteger.class);

    private JsonCheck() {}

    /**
     * Returns where and why JSON cannot hold a map, as {@code 'ports[2].speed' is a java.time.Duration}; null if it
     * can.
     */
    static @Nullable String fault(Map<?, ?> map) {
        Fault fault = inMap(map, 1);
        return fault == null ? null : "'" + fault.path() + "' " + fault.problem();
    }

    private static @Nullable Fault in(@Nullable Object value, int depth) {
        if (value == null || SIMPLE.contains(value.getClass())) {
            return null;
        } else if (depth > MAX_DEPTH) {
            return new Fault("", "is nested more than " + MAX_DEPTH + " deep");
        } else if (value instanceof Map<?, ?> map) {
            return inMap(map, depth + 1);
        } else if (value instanceof List<?> list) {
            return inList(list, depth + 1);
        }
        return new Fault("", "is a " + value.getClass().getName());
    }

    private static @Nullable Fault inMap(Map<?, ?> map, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                Object other = entry.getKey();
                return new Fault(
                        "",
                        "has a key that is "
                                + (other == null
                                        ? "null"
                                        : "a " + other.getClass().getName()));
            }
            Fault fault = in(entry.getValue(), depth);
            if (fault != null) {
                return fault.below(key);
            }
        }
        return null;
    }

    private static @Nullable Fault inList(List<?> list, int depth) {
        int index = 0;
        for (Object element : list) {
            Fault fault = in(element, depth);
            if (fault != null) {
                return fault.below("[" + index + "]");
            }
            index++;
        }
        return null;
    }

    /** What is wrong, and where: keys and indices from the outside in. */
    private record Fault(String path, String problem) {
        Fault below(String outer) {
            String separator = path.isEmpty() || path.startsWith("[") ? "" : ".";
            String longer = outer + separator + path;
            return new Fault(longer.length() <= 200 ? longer : longer.substring(0, 200) + "…", problem);
        }
    }
}
