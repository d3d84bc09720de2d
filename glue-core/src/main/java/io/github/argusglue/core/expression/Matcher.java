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
     * @throws IllegalArgumentException if there is no such field, or the value is no regular expression and ought to be
     */
    Matcher(LabelMatcher matcher) {
        this.field = Field.of(matcher.name());
        this.operator = matcher.operator();
        this.value = matcher.value();
        this.regex = operator.isRegex() ? Regex.parse(value) : null;
    }

    /**
     * Tells whether an alert fulfils it. A tag that is not there counts as empty. Of a tag with several values one has
     * to fit; the negated operators are the contrary of the others, so there none may.
     */
    boolean matches(ReadableAlert alert) {
        boolean any = false;
        boolean there = false;
        for (String is : field.values(alert)) {
            there = true;
            any |= fits(is);
        }
        return (there ? any : fits("")) != operator.isNegated();
    }

    private boolean fits(String is) {
        return regex == null ? value.equals(is) : regex.matches(is);
    }

    @Override
    public String toString() {
        return new LabelMatcher(field.name(), operator, value).toString();
    }
}
