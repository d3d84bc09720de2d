package io.github.argusglue.core.config;

import java.nio.file.InvalidPathException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;

/** Types that are a single TOML value. */
enum ScalarType implements KeyType {
    STRING("string", "a string"),
    BOOLEAN("boolean", "true or false"),
    INT("integer", "an integer"),
    LONG("integer", "an integer"),
    DOUBLE("number", "a number"),
    DURATION("duration", "a duration such as \"30s\""),
    URI("URL", "a string with a URL"),
    PATH("path", "a string with a path");

    private final String label;
    private final String expected;

    ScalarType(String label, String expected) {
        this.label = label;
        this.expected = expected;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isText() {
        return this == STRING || this == DURATION || this == URI || this == PATH;
    }

    @Override
    public String empty() {
        return switch (this) {
            case STRING, DURATION, URI, PATH -> "\"\"";
            case BOOLEAN -> "false";
            case INT, LONG, DOUBLE -> "0";
        };
    }

    @Override
    public String sample() {
        return switch (this) {
            case STRING, PATH -> "\"x\"";
            case URI -> "\"https://x.example.org\"";
            case DURATION -> "\"1m\"";
            case BOOLEAN -> "false";
            case INT, LONG, DOUBLE -> "1";
        };
    }

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        @Nullable Object value;
        try {
            value = convert(node.value(), binding);
        } catch (IllegalArgumentException e) {
            binding.fault(node.place(), messageOf(e));
            return null;
        }
        if (value == null) {
            String unit = this == DURATION && node.value() instanceof Long ? "; add a unit" : "";
            binding.fault(node.place(), "expected " + expected + ", got " + node.kind() + unit);
            return null;
        }
        return new Bound(value, text(node.name(), value));
    }

    /** Returns null if the value has another type. */
    private @Nullable Object convert(Object toml, Binding binding) {
        return switch (this) {
            case STRING -> toml instanceof String ? toml : null;
            case BOOLEAN -> toml instanceof Boolean ? toml : null;
            case INT -> toml instanceof Long number ? toInt(number) : null;
            case LONG -> toml instanceof Long ? toml : null;
            case DOUBLE -> toml instanceof Long whole ? (Object) whole.doubleValue() : toDouble(toml);
            case DURATION -> toml instanceof String text ? DurationText.parse(text) : null;
            case URI -> toml instanceof String text ? UrlText.parse(text) : null;
            case PATH -> toml instanceof String text ? toPath(text, binding) : null;
        };
    }

    /** Returns the value as TOML; a string or address that may hold a secret is masked. */
    String text(String key, Object value) {
        return switch (this) {
            case STRING -> Masking.isSensitive(key) ? Masking.MASK : quoted((String) value);
            case URI -> quoted(Masking.withoutUserInfo(value.toString()));
            case PATH -> quoted(value.toString());
            case DURATION -> quoted(DurationText.format((Duration) value));
            case BOOLEAN, INT, LONG, DOUBLE -> value.toString();
        };
    }

    static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    private static Integer toInt(long number) {
        if (number != (int) number) {
            throw new IllegalArgumentException("must be between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static @Nullable Object toDouble(Object toml) {
        if (toml instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException("must be a finite number");
        }
        return toml instanceof Double ? toml : null;
    }

    private static Object toPath(String text, Binding binding) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        try {
            return binding.resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a valid path: " + e.getReason(), e);
        }
    }

    private static String messageOf(IllegalArgumentException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
