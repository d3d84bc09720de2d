package io.github.argusglue.core.expression;

import io.github.argusglue.spi.LabelMatcher;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on an alert that must all be fulfilled, written as Alertmanager's UTF-8 matchers: {@code host="web1",
 * service=~"http.*"}.
 */
public final class Matchers {
    private final String text;
    private final List<Matcher> all;

    private Matchers(String text, List<Matcher> all) {
        this.text = text;
        this.all = all;
    }

    /**
     * Reads one text; it may hold several matchers.
     *
     * @throws IllegalArgumentException if it is not one; says where and why
     */
    public static Matchers parse(String text) {
        List<Matcher> all =
                LabelMatcher.parseAll(text).stream().map(Matcher::new).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("expected a matcher such as 'host=\"web1\"', got '" + text + "'");
        }
        return new Matchers(text, all);
    }

    /** Tells whether an alert fulfils all of them. */
    public boolean match(ReadableAlert alert) {
        for (Matcher matcher : all) {
            if (!matcher.matches(alert)) {
                return false;
            }
        }
        return true;
    }

    /** Returns them with every value in quotes. */
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
