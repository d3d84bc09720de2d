package io.github.argusglue.core.config;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A TOML date with or without a time, or a string that contains one. */
final class DayType implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        Object value = node.value();
        if (!(value instanceof String || value instanceof LocalDate || value instanceof OffsetDateTime)) {
            binding.fault(node.place(), "expected a date such as 2026-11-01, got " + node.kind());
            return null;
        }
        try {
            return new Bound(
                    Day.parse(value.toString()),
                    value instanceof String text ? ScalarType.quoted(text) : value.toString());
        } catch (IllegalArgumentException e) {
            binding.fault(node.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public String label() {
        return "date, such as `2026-11-01`";
    }

    @Override
    public String empty() {
        return "\"\"";
    }

    @Override
    public String sample() {
        return "2026-11-01";
    }
}
