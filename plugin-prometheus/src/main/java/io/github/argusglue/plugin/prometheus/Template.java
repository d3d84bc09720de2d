package io.github.argusglue.plugin.prometheus;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with alternatives in braces, such as <code>{alertname}: {annotation.summary|annotation.description}</code>.
 *
 * <p>Rendering never fails: an alternative that the alert does not have is passed over, and where none is left the
 * expression is empty. Separators that are then left over at the end or the beginning are cut off.
 */
final class Template {
    private static final String SEPARATORS = " :;,-–|/";

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if it is not well-formed; the message starts with the key */
    static Template parse(String key, String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            if (open < 0) {
                parts.add(new Part(text.substring(at), List.of()));
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'" + key + "' has a '{' without a '}': '" + text + "'");
            }
            parts.add(new Part(text.substring(at, open), alternatives(key, text.substring(open + 1, close))));
            at = close + 1;
        }
        return new Template(List.copyOf(parts));
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
     * Returns the text for an alert; empty if nothing of it is there.
     *
     * @param link what {@code generatorURL} stands for
     */
    String render(United united, String link) {
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (Part part : parts) {
            text.append(part.literal());
            if (!part.alternatives().isEmpty()) {
                String value = first(part.alternatives(), united, link);
                gap |= value.isEmpty();
                text.append(value);
            }
        }
        String line = text.toString().strip().replaceAll("\\s+", " ");
        return gap ? trimmed(line) : line;
    }

    private static String first(List<String> names, United united, String link) {
        for (String name : names) {
            String value = valueOf(name, united, link).strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static String valueOf(String name, United united, String link) {
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            return name.substring(1, name.length() - 1);
        } else if (name.startsWith("annotation.")) {
            return united.alert().annotations().getOrDefault(name.substring("annotation.".length()), "");
        } else if (name.startsWith("label.")) {
            return united.labels().getOrDefault(name.substring("label.".length()), "");
        } else if (name.equals("generatorURL")) {
            return link;
        } else if (name.equals("fingerprint")) {
            return united.alert().fingerprint();
        }
        return united.labels().getOrDefault(name, "");
    }

    private static String trimmed(String line) {
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

    private record Part(String literal, List<String> alternatives) {}
}
