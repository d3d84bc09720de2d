package io.github.argusglue.core.rules;

import org.jspecify.annotations.Nullable;

/** One condition on an alert: {@code host=~"web.*"}. */
final class Matcher {
    /** How the value is compared. */
    enum Operator {
        EQUAL("=", false),
        NOT_EQUAL("!=", true),
        MATCHES("=~", false),
        NOT_MATCHES("!~", true);

        final String sign;
        private final boolean negates;

        Operator(String sign, boolean negates) {
            this.sign = sign;
            this.negates = negates;
        }
    }

    private final Field field;
    private final Operator operator;
    private final String value;
    private final @Nullable Regex regex;

    /** @throws IllegalArgumentException if the value is to be a regular expression and is none */
    Matcher(Field field, Operator operator, String value) {
        this.field = field;
        this.operator = operator;
        this.value = value;
        this.regex = operator == Operator.MATCHES || operator == Operator.NOT_MATCHES ? Regex.parse(value) : null;
    }

    /**
     * Tells whether an alert fulfils it. A tag that is not there counts as empty. Of a tag with several values one has
     * to fit; the negated operators are the contrary of the others, so there none may.
     */
    boolean matches(Subject alert) {
        boolean any = false;
        boolean there = false;
        for (String is : field.values(alert)) {
            there = true;
            any |= fits(is);
        }
        return (there ? any : fits("")) != operator.negates;
    }

    private boolean fits(String is) {
        return regex == null ? value.equals(is) : regex.matches(is);
    }

    @Override
    public String toString() {
        return field.name() + operator.sign + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
