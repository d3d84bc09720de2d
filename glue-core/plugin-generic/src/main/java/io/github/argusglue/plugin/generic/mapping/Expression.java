package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of the configuration that takes a value from an element: {@code /labels/host}, or a template such as <code>
 * {/labels/host}: {/annotations/summary|no summary}</code>.
 *
 * <p>{@code |} separates alternatives, of which the first with a value counts. An alternative is a JSON Pointer into
 * the element, {@code ^} and a JSON Pointer into the whole document, {@code .} (the element), {@code #} (its key or
 * index), or else a literal text. Null and empty texts are no values.
 */
final class Expression {
    private final String text;
    private final List<Part> parts;
    private final boolean single;

    private Expression(String text, List<Part> parts, boolean single) {
        this.text = text;
        this.parts = parts;
        this.single = single;
    }

    /** Where an alternative finds its value. */
    private enum Root {
        ELEMENT,
        DOCUMENT,
        KEY,
        LITERAL
    }

    /** One alternative; {@code pointer} is used for {@code ELEMENT} and {@code DOCUMENT}, {@code text} always. */
    private record Alternative(Root root, JsonPointer pointer, String text) {
        static Alternative parse(String text) {
            if (text.equals("#")) {
                return new Alternative(Root.KEY, JsonPointer.empty(), text);
            } else if (text.equals(".") || text.startsWith("/")) {
                return new Alternative(Root.ELEMENT, JsonPointer.compile(text.equals(".") ? "" : text), text);
            } else if (text.equals("^") || text.startsWith("^/")) {
                return new Alternative(Root.DOCUMENT, JsonPointer.compile(text.substring(1)), text);
            }
            return new Alternative(Root.LITERAL, JsonPointer.empty(), text);
        }

        JsonNode in(Element element) {
            return switch (root) {
                case ELEMENT -> element.json().at(pointer);
                case DOCUMENT -> element.document().at(pointer);
                case KEY -> TextNode.valueOf(element.key());
                case LITERAL -> TextNode.valueOf(text);
            };
        }
    }

    /** A literal text, or the alternatives of a placeholder. */
    private record Part(String literal, List<Alternative> alternatives) {
        static Part placeholder(String text) {
            List<Alternative> all = new ArrayList<>();
            for (String one : text.split("\\|", -1)) {
                all.add(Alternative.parse(one));
            }
            if (all.get(0).root() == Root.LITERAL) {
                throw new IllegalArgumentException("'" + all.get(0).text()
                        + "' is no JSON Pointer: it must begin with '/', or with '^/' for the whole document");
            }
            return new Part("", all);
        }

        JsonNode in(Element element) {
            for (Alternative alternative : alternatives) {
                JsonNode value = alternative.in(element);
                if (isGiven(value)) {
                    return value;
                }
            }
            return MissingNode.getInstance();
        }
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if the syntax is wrong; the message says where and why
     */
    static Expression parse(String text) {
        if (isSingle(text)) {
            return new Expression(text, List.of(Part.placeholder(text)), true);
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '{' || c == '}') && at + 1 < text.length() && text.charAt(at + 1) == c) {
                literal.append(c);
                at += 2;
            } else if (c == '{') {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new IllegalArgumentException(
                            "the '{' at character " + (at + 1) + " is not closed; write {{ for a literal brace");
                }
                parts.add(new Part(literal.toString(), List.of()));
                literal.setLength(0);
                parts.add(Part.placeholder(text.substring(at + 1, end)));
                at = end + 1;
            } else if (c == '}') {
                throw new IllegalArgumentException(
                        "the '}' at character " + (at + 1) + " has no opening brace; write }} for a literal brace");
            } else {
                literal.append(c);
                at++;
            }
        }
        parts.add(new Part(literal.toString(), List.of()));
        return new Expression(text, List.copyOf(parts), false);
    }

    /** Returns whether the text is alternatives without a text around them. */
    private static boolean isSingle(String text) {
        String first = text.split("\\|", -1)[0];
        return !text.contains("{")
                && (first.equals(".") || first.equals("#") || first.startsWith("/") || first.startsWith("^"));
    }

    /** Returns whether this is a JSON Pointer with its alternatives, not a template or a constant. */
    boolean isPointer() {
        return single;
    }

    static boolean isGiven(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.textValue().isEmpty());
    }

    /** Returns the value as it is in the document, or the text of a template; a missing node if there is none. */
    JsonNode value(Element element) {
        if (single) {
            return parts.get(0).in(element);
        }
        String filled = fill(element, false);
        return filled.isEmpty() ? MissingNode.getInstance() : TextNode.valueOf(filled);
    }

    /**
     * Returns the text; empty if there is none, or if none of the placeholders has a value.
     *
     * @throws MappingException if a value is an object or a list
     */
    String text(Element element) {
        return fill(element, false);
    }

    /**
     * Returns the text, which needs a value for each placeholder.
     *
     * @throws MappingException if one has none
     */
    String required(Element element) {
        for (Part part : parts) {
            if (!part.alternatives().isEmpty() && part.in(element).isMissingNode()) {
                throw new MappingException("there is no value at " + this);
            }
        }
        return fill(element, false);
    }

    /**
     * Returns the text as a URL: what is inserted is percent-encoded, except at the beginning, where it is a URL or its
     * beginning itself.
     *
     * @throws MappingException if a value in place of the host is none
     */
    String url(Element element) {
        return fill(element, true);
    }

    private String fill(Element element, boolean url) {
        StringBuilder filled = new StringBuilder();
        boolean any = parts.stream().allMatch(part -> part.alternatives().isEmpty());
        for (Part part : parts) {
            if (part.alternatives().isEmpty()) {
                filled.append(part.literal());
                continue;
            }
            String value = textOf(part.in(element));
            any |= !value.isEmpty();
            filled.append(url ? UrlText.encoded(value, filled) : value);
        }
        return any ? filled.toString() : "";
    }

    private String textOf(JsonNode value) {
        if (value.isContainerNode()) {
            throw new MappingException(
                    this + " is " + (value.isArray() ? "a list" : "an object") + ", and a text or number is needed");
        }
        return value.isMissingNode() ? "" : value.asText();
    }

    /** Returns the text of the configuration in quotes. */
    @Override
    public String toString() {
        return "'" + text + "'";
    }
}
