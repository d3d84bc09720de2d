package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.LabelMatcher;
import java.util.List;

/** A condition on an element, {@code /on_maintenance!=true}. What is missing or null counts as an empty text. */
final class Condition {
    private final String text;
    private final Expression name;
    private final String value;
    private final boolean negated;

    private Condition(String text, LabelMatcher matcher) {
        this.text = text;
        this.name = Expression.parse(matcher.name());
        this.value = matcher.value();
        this.negated = matcher.operator().isNegated();
        if (!name.isPointer()) {
            throw new IllegalArgumentException("'" + matcher.name() + "' is no JSON Pointer: it must begin with '/'");
        } else if (matcher.operator().isRegex()) {
            throw new IllegalArgumentException("only '=' and '!=' are supported here, not '"
                    + matcher.operator().sign() + "'");
        }
    }

    /** @throws IllegalArgumentException if it is not one condition */
    static Condition parse(String text) {
        return new Condition(text, LabelMatcher.parse(text));
    }

    /** Returns the first condition that is not met, in quotes; empty if all are. */
    static String unmet(List<Condition> conditions, Element element) {
        return conditions.stream()
                .filter(condition -> !condition.isMet(element))
                .findFirst()
                .map(condition -> "'" + condition.text + "'")
                .orElse("");
    }

    private boolean isMet(Element element) {
        JsonNode found = name.value(element);
        String is = found.isContainerNode() ? found.toString() : found.asText();
        return is.equals(value) != negated;
    }
}
