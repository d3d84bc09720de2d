package io.github.argusglue.plugin.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Matchers as Alertmanager writes them, such as <code>{alertname="Watchdog",cluster=~"a|b"}</code>; all must match. */
final class Matchers {
    private static final Pattern ONE = Pattern.compile("\\G\\s*(?<name>\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s=!~{},\"]+)\\s*"
            + "(?<operator>=~|!~|!=|=)\\s*(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|[^,{}\"]*?)\\s*(?:,|$)");

    private final List<One> all;

    private Matchers(List<One> all) {
        this.all = all;
    }

    /** @throws IllegalArgumentException if it is not well-formed; the message starts with the key */
    static Matchers parse(String key, String text) {
        return parse(key, List.of(text));
    }

    /**
     * Returns what all of the texts together ask for.
     *
     * @throws IllegalArgumentException if one is not well-formed; the message starts with the key
     */
    static Matchers parse(String key, List<String> texts) {
        List<One> all = new ArrayList<>();
        texts.forEach(text -> all.addAll(read(key, text)));
        return new Matchers(List.copyOf(all));
    }

    private static List<One> read(String key, String text) {
        String inner = text.strip();
        if (inner.startsWith("{") && inner.endsWith("}")) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        List<One> found = new ArrayList<>();
        Matcher matcher = ONE.matcher(inner);
        int end = 0;
        while (end < inner.length() && matcher.find()) {
            found.add(one(key, text, matcher));
            end = matcher.end();
        }
        if (end < inner.length()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is not a matcher like alertname=\"Watchdog\": '" + text + "'");
        }
        return found;
    }

    private static One one(String key, String text, Matcher matcher) {
        String operator = matcher.group("operator");
        String value = unquoted(matcher.group("value"));
        boolean regex = operator.endsWith("~");
        try {
            return new One(
                    unquoted(matcher.group("name")),
                    Pattern.compile(value, Pattern.DOTALL | (regex ? 0 : Pattern.LITERAL)),
                    operator.startsWith("!"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + key + "' holds no regular expression in '" + text + "': " + e.getDescription(), e);
        }
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        return text.substring(1, text.length() - 1)
                .replace("\\n", "\n")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }

    /** Tells whether nothing is asked for, so that everything matches. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean matches(Map<String, String> labels) {
        return all.stream().allMatch(one -> one.matches(labels));
    }

    private record One(String name, Pattern value, boolean negated) {
        boolean matches(Map<String, String> labels) {
            return value.matcher(labels.getOrDefault(name, "")).matches() != negated;
        }
    }
}
