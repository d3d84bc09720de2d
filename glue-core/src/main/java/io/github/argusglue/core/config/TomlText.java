package io.github.argusglue.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** Formats values as TOML on one line. */
final class TomlText {
    private TomlText() {}

    /**
     * Returns the TOML text of a value.
     *
     * @throws IllegalArgumentException if TOML cannot represent the value
     */
    static String of(Object value) {
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Double) {
            return value.toString();
        } else if (value instanceof Duration duration) {
            return ScalarType.quoted(DurationText.format(duration));
        } else if (value instanceof Enum<?> constant) {
            return ScalarType.quoted(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof String || value instanceof java.net.URI) {
            return ScalarType.quoted(value.toString());
        } else if (value instanceof List<?> list) {
            return list.stream().map(TomlText::of).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> Toml.joinKeyPath(List.of(entry.getKey().toString())) + " = " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        throw new IllegalArgumentException("no TOML for a " + value.getClass().getName());
    }
}
