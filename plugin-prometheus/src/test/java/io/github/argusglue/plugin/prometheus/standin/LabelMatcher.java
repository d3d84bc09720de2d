package io.github.argusglue.plugin.prometheus.standin;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A matcher as in {@code severity=~"critical|warning"}. */
record LabelMatcher(String label, String operator, String value) {
    private static final Pattern SYNTAX = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"?([^\"]*)\"?");

    static @Nullable LabelMatcher parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches() ? new LabelMatcher(parts.group(1), parts.group(2), parts.group(3)) : null;
    }

    boolean matches(Map<String, String> labels) {
        String actual = labels.getOrDefault(label, "");
        return switch (operator) {
            case "=" -> actual.equals(value);
            case "!=" -> !actual.equals(value);
            case "=~" -> Pattern.matches(value, actual);
            default -> !Pattern.matches(value, actual);
        };
    }
}
