package io.github.argusglue.core.expression;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders that are filled from an alert: {@code {host}} is a tag, {@code {alert.level}} another
 * property of the alert, {@code $1} or <code>${name}</code> a group of the rule's {@code regex}. Literal braces and
 * dollar signs are doubled.
 */
public final class Template {
    private final String text;
    private final List<TemplatePart> parts;

    private Template(String text, List<TemplatePart> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** A literal, a field or a group: exactly one of them is set. */
    private record TemplatePart(
            @Nullable String literal,
            @Nullable Field field,
            @Nullable String group) {}

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException if the syntax is wrong; the message says where and why
     */
    public static Template parse(String text) {
        List<TemplatePart> parts = new ArrayList<>();
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
                parts.add(new TemplatePart(null, null, String.valueOf(next)));
                at += 2;
            } else if (c == '{' || (c == '$' && next == '{')) {
                int from = at + (c == '{' ? 1 : 2);
                int end = text.indexOf('}', from);
                if (end < 0) {
                    throw new IllegalArgumentException("'" + text + "': the '{' at character " + from
                            + " is not closed; write {{ for a literal brace");
                }
                flush(literal, parts);
                String name = text.substring(from, end);
                parts.add(c == '{' ? new TemplatePart(null, Field.of(name), null) : new TemplatePart(null, null, name));
                at = end + 1;
            } else if (c == '}') {
                throw new IllegalArgumentException("'" + text + "': the '}' at character " + (at + 1)
                        + " has no opening brace; write }} for a literal brace");
            } else {
                literal.append(c);
                at++;
            }
        }
        flush(literal, parts);
        return new Template(text, List.copyOf(parts));
    }

    private static void flush(StringBuilder literal, List<TemplatePart> parts) {
        if (!literal.isEmpty()) {
            parts.add(new TemplatePart(literal.toString(), null, null));
            literal.setLength(0);
        }
    }

    /**
     * Checks that all groups exist.
     *
     * @throws IllegalArgumentException if one does not exist
     */
    public void check(@Nullable Regex regex) {
        for (TemplatePart part : parts) {
            String group = part.group();
            if (group != null && (regex == null || !regex.hasGroup(group))) {
                throw new IllegalArgumentException("'" + text + "' uses group '" + group + "' of 'regex', "
                        + (regex == null ? "and the rule has no 'regex'" : "which does not have it")
                        + "; write $$ for a literal dollar sign");
            }
        }
    }

    /** Returns the filled text; null if it has placeholders and all of them are empty. */
    public @Nullable String fill(ReadableAlert alert, Regex.Groups groups) {
        return fill(alert, groups, false);
    }

    /**
     * Returns the filled text as a URL: values are percent-encoded, unless the URL begins with the value. Null also if
     * a value is a dot or two, which no encoding makes safe in a path.
     */
    public @Nullable String fillAddress(ReadableAlert alert, Regex.Groups groups) {
        return fill(alert, groups, true);
    }

    private @Nullable String fill(ReadableAlert alert, Regex.Groups groups, boolean address) {
        StringBuilder filled = new StringBuilder();
        boolean any = parts.stream().allMatch(part -> part.literal() != null);
        for (TemplatePart part : parts) {
            String literal = part.literal();
            if (literal != null) {
                filled.append(literal);
                continue;
            }
            String value = value(part, alert, groups);
            any |= !value.isEmpty();
            if (address && !filled.isEmpty() && (value.equals(".") || value.equals(".."))) {
                return null;
            }
            filled.append(
                    address && !filled.isEmpty()
                            ? URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")
                            : value);
        }
        return any ? filled.toString() : null;
    }

    private static String value(TemplatePart part, ReadableAlert alert, Regex.Groups groups) {
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
