package io.github.argusglue.core.expression;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with places that are filled from an alert: {@code {host}} a tag, {@code {alert.level}} what an alert has
 * beside its tags, {@code $1} or <code>${name}</code> what a group of the rule's {@code regex} has matched. Braces and
 * dollars that mean themselves are doubled.
 */
public final class Template {
    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** A literal, a field or a group; one of the three. */
    private record Part(
            @Nullable String literal,
            @Nullable Field field,
            @Nullable String group) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not one; says where and why
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if ((c == '{' || c == '}' || c == '$') && next == c) {
                literal.append(c);
                at += 2;
            } else if (c == '$' && next >= '0' && next <= '9') {
                flush(literal, parts);
                parts.add(new Part(null, null, String.valueOf(next)));
                at += 2;
            } else if (c == '{' || (c == '$' && next == '{')) {
                int from = at + (c == '{' ? 1 : 2);
                int end = text.indexOf('}', from);
                if (end < 0) {
                    throw new IllegalArgumentException("'" + text + "': the '{' at character " + from
                            + " is not closed; a brace that means itself is doubled: {{");
                }
                flush(literal, parts);
                String name = text.substring(from, end);
                parts.add(c == '{' ? new Part(null, Field.of(name), null) : new Part(null, null, name));
                at = end + 1;
            } else if (c == '}') {
                throw new IllegalArgumentException("'" + text + "': the '}' at character " + (at + 1)
                        + " closes nothing; a brace that means itself is doubled: }}");
            } else {
                literal.append(c);
                at++;
            }
        }
        flush(literal, parts);
        return new Template(text, List.copyOf(parts));
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), null, null));
            literal.setLength(0);
        }
    }

    /**
     * Checks that every group it names is there.
     *
     * @throws IllegalArgumentException if one is not
     */
    public void check(@Nullable Regex regex) {
        for (Part part : parts) {
            String group = part.group();
            if (group != null && (regex == null || !regex.hasGroup(group))) {
                throw new IllegalArgumentException("'" + text + "' names group '" + group + "' of 'regex', "
                        + (regex == null ? "and the rule has no 'regex'" : "which has none")
                        + "; a dollar that means itself is doubled: $$");
            }
        }
    }

    /** Returns the text; null if it has places to fill and there was nothing for any of them. */
    public @Nullable String fill(ReadableAlert alert, Regex.Groups groups) {
        return fill(alert, groups, false);
    }

    /** Returns the text as an address: what is filled in is encoded, unless the address begins with it. */
    public @Nullable String fillAddress(ReadableAlert alert, Regex.Groups groups) {
        return fill(alert, groups, true);
    }

    private @Nullable String fill(ReadableAlert alert, Regex.Groups groups, boolean address) {
        StringBuilder filled = new StringBuilder();
        boolean any = parts.stream().allMatch(part -> part.literal() != null);
        for (Part part : parts) {
            String literal = part.literal();
            if (literal != null) {
                filled.append(literal);
                continue;
            }
            String value = value(part, alert, groups);
            any |= !value.isEmpty();
            filled.append(
                    address && !filled.isEmpty()
                            ? URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")
                            : value);
        }
        return any ? filled.toString() : null;
    }

    private static String value(Part part, ReadableAlert alert, Regex.Groups groups) {
        Field field = part.field();
        String group = part.group();
        return field != null ? String.join(", ", field.values(alert)) : group == null ? "" : groups.get(group);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Template other && text.equals(other.text);
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
