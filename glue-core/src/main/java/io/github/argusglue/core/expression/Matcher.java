package io.github.argusglue.core.expression;

import io.github.argusglue.spi.LabelMatcher;
import org.jspecify.annotations.Nullable;

/** One condition on an alert: {@code host=~"web.*"}. */
final class Matcher {
    private final Field field;
    private final LabelMatcher.Operator operator;
    private final String value;
    private final @Nullable Regex regex;

    /**
     * @throws IllegalArgumentException if there is no such field, or the value has to be a regular expression and is
     *     not
     */
    Matcher(LabelMatcher matcher) {
        this.field = Field.of(matcher.name());
        this.operator = matcher.operator();
        this.value = matcher.value();
        this.regex = operator.isRegex() ? Regex.parse(value) : null;
    }

    /**
     * Returns whether an alert matches. A missing tag counts as empty. If a tag has several values, one of them has to
     * match; a negated operator is the exact opposite, so none of them may match.
     */
    boolean matches(ReadableAlert alert) {
        boolean any = false;
        boolean there = false;
        for (String is : field.values(alert)) {
            there = true;
            any |= matchesValue(is);
        }
        return (there ? any : matchesValue("")) != operator.isNegated();
    }

    private boolean matchesValue(String is) {
        return regex == null ? value.equals(is) : regex.matches(is);
    }

    @Override
    public String toString() {
        return new LabelMatcher(field.name(), operator, value).toString();
    }
}
