package io.github.argusglue.core.expression;

import io.github.argusglue.spi.LabelMatcher;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that an alert has to meet, all of them, in the syntax of Alertmanager's UTF-8 matchers:
 * {@code host="web1", service=~"http.*"}.
 */
public final class Matchers {
    private final String text;
    private final List<Matcher> all;

    private Matchers(String text, List<Matcher> all) {
        this.text = text;
        this.all = all;
    }

    /**
     * Parses a text, which may contain several matchers.
     *
     * @throws IllegalArgumentException if the syntax is wrong; the message says where and why
     */
    public static Matchers parse(String text) {
        List<Matcher> all =
                LabelMatcher.parseAll(text).stream().map(Matcher::new).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("expected a matcher such as 'host=\"web1\"', got '" + text + "'");
        }
        return new Matchers(text, all);
    }

    /** Returns whether an alert meets all of them. */
    public boolean match(ReadableAlert alert) {
        for (Matcher matcher : all) {
            if (!matcher.matches(alert)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the matchers with all values in quotes. */
    public String describe() {
        return all.stream().map(Matcher::toString).collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Matchers other && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
