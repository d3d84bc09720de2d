package io.github.argusglue.plugin.prometheus.standin;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A matcher, for example {@code severity=~"critical|warning"}. */
record StandInMatcher(String label, String operator, String value) {
    private static final Pattern SYNTAX = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"?([^\"]*)\"?");

    static @Nullable StandInMatcher parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches() ? new StandInMatcher(parts.group(1), parts.group(2), parts.group(3)) : null;
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
