package io.github.argusglue.plugin.prometheus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with alternatives in braces, for example <code>{alertname}: {annotation.summary|annotation.description}</code>.
 *
 * <p>Rendering never fails: alternatives that the alert does not have are skipped, and an expression without any is
 * empty. Separators that are then left at the beginning or the end are removed.
 */
final class AlertTemplate {
    private static final String SEPARATORS = " :;,-–|/";

    private final List<Segment> parts;

    private AlertTemplate(List<Segment> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if the template is not well-formed; the message starts with the key */
    static AlertTemplate parse(String key, String text) {
        List<Segment> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            if (open < 0) {
                parts.add(new Segment(text.substring(at), List.of()));
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'" + key + "' has a '{' without a '}': '" + text + "'");
            }
            parts.add(new Segment(text.substring(at, open), alternatives(key, text.substring(open + 1, close))));
            at = close + 1;
        }
        return new AlertTemplate(List.copyOf(parts));
    }

    private static List<String> alternatives(String key, String expression) {
        List<String> names = new ArrayList<>();
        for (String name : expression.split("\\|", -1)) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("'" + key + "' has an empty alternative in '{" + expression + "}'");
            }
            names.add(name.strip());
        }
        return names;
    }

    /**
     * Returns the text for an alert; may be empty.
     *
     * @param link value of {@code generatorURL}
     */
    String render(MergedAlert merged, String link) {
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (Segment part : parts) {
            text.append(part.literal());
            if (!part.alternatives().isEmpty()) {
                String value = first(part.alternatives(), merged, link);
                gap |= value.isEmpty();
                text.append(value);
            }
        }
        String line = text.toString().strip().replaceAll("\\s+", " ");
        return gap ? trimSeparators(line) : line;
    }

    /**
     * Returns the text as a URL: values are percent-encoded, so that a label cannot add a parameter or leave the path,
     * unless the URL begins with the value. Empty if a value is a dot or two, which no encoding makes safe in a path.
     *
     * @param link value of {@code generatorURL}
     */
    String renderUrl(MergedAlert merged, String link) {
        StringBuilder url = new StringBuilder();
        for (Segment part : parts) {
            url.append(part.literal());
            String value = first(part.alternatives(), merged, link);
            if (url.isEmpty()) {
                url.append(value);
            } else if (value.equals(".") || value.equals("..")) {
                return "";
            } else {
                url.append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
            }
        }
        return url.toString().strip();
    }

    private static String first(List<String> names, MergedAlert merged, String link) {
        for (String name : names) {
            String value = valueOf(name, merged, link).strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static String valueOf(String name, MergedAlert merged, String link) {
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            return name.substring(1, name.length() - 1);
        } else if (name.startsWith("annotation.")) {
            return merged.alert().annotations().getOrDefault(name.substring("annotation.".length()), "");
        } else if (name.startsWith("label.")) {
            return merged.labels().getOrDefault(name.substring("label.".length()), "");
        } else if (name.equals("generatorURL")) {
            return link;
        } else if (name.equals("fingerprint")) {
            return merged.alert().fingerprint();
        }
        return merged.labels().getOrDefault(name, "");
    }

    private static String trimSeparators(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && SEPARATORS.indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && SEPARATORS.indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        return line.substring(from, to);
    }

    private record Segment(String literal, List<String> alternatives) {}
}
