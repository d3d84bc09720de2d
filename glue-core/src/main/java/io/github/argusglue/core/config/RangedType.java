package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Range;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A number or duration within inclusive limits. */
final class RangedType implements KeyType {
    private final ScalarType type;
    private final Range range;
    private final @Nullable Comparable<Object> min;
    private final @Nullable Comparable<Object> max;

    /**
     * Creates the type.
     *
     * @throws IllegalArgumentException if the type has no order or a limit is not of the type
     */
    RangedType(ScalarType type, Range range) {
        this.type = type;
        this.range = range;
        Function<String, Object> parser = parserOf(type);
        this.min = bound(range.min(), parser);
        this.max = bound(range.max(), parser);
    }

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        Bound bound = type.bind(node, binding);
        if (bound == null || isWithin(bound.value())) {
            return bound;
        }
        binding.fault(node.place(), "must be " + limits() + ", got " + bound.text());
        return null;
    }

    @Override
    public String label() {
        return type.label() + ", " + limits();
    }

    @Override
    public boolean isText() {
        return type.isText();
    }

    @Override
    public String empty() {
        return type.empty();
    }

    @Override
    public String sample() {
        String within = range.min().isEmpty() ? range.max() : range.min();
        if (within.isEmpty()) {
            return type.sample();
        }
        return isText() ? ScalarType.quoted(within) : within;
    }

    private boolean isWithin(Object value) {
        return (min == null || min.compareTo(value) <= 0) && (max == null || max.compareTo(value) >= 0);
    }

    private String limits() {
        if (min == null) {
            return "at most " + range.max();
        }
        return max == null ? "at least " + range.min() : "between " + range.min() + " and " + range.max();
    }

    private static Function<String, Object> parserOf(ScalarType type) {
        return switch (type) {
            case INT -> Integer::valueOf;
            case LONG -> Long::valueOf;
            case DOUBLE -> Double::valueOf;
            case DURATION -> DurationText::parse;
            case STRING, BOOLEAN, URI, PATH ->
                throw new IllegalArgumentException("@Range on a component that is neither a number nor a Duration");
        };
    }

    // Limit and value have the same type: Integer with Integer, Duration with Duration.
    @SuppressWarnings("unchecked")
    private static @Nullable Comparable<Object> bound(String text, Function<String, Object> parser) {
        return text.isEmpty() ? null : (Comparable<Object>) parser.apply(text);
    }
}
