package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One condition on a label or tag, as Prometheus and Alertmanager write it: {@code host=~"web.*"}. Rules and adapter
 * configurations use the same grammar: that of Alertmanager's UTF-8 matchers.
 *
 * <p>A regular expression has RE2 syntax and must match the whole value. The code that uses the matcher compiles it,
 * since the SPI contains no library; argus-glue itself uses re2j.
 *
 * @param name name of the label
 * @param operator how the value is compared
 * @param value value or regular expression to compare with
 */
@Unstable
public record LabelMatcher(String name, Operator operator, String value) {

    /** Checks that no component is null. */
    public LabelMatcher {
        requireNonNull(name, "name is null");
        requireNonNull(operator, "operator is null");
        requireNonNull(value, "value is null");
    }

    /**
     * Parses one matcher.
     *
     * @throws IllegalArgumentException if the text is not exactly one matcher; the message says where and why
     */
    public static LabelMatcher parse(String text) {
        List<LabelMatcher> all = parseAll(text);
        if (all.size() != 1) {
            throw new IllegalArgumentException("expected one matcher such as 'host=\"web1\"', got '" + text + "'");
        }
        return all.get(0);
    }

    /**
     * Parses any number of matchers, separated by commas, with or without braces around them. Names and values are bare
     * or in double quotes. Quoted text has the escapes of Go's string literals, so a backslash is written twice.
     *
     * @return the matchers in their order; none for an empty text
     * @throws IllegalArgumentException if the text is not well-formed; the message says where and why
     */
    public static List<LabelMatcher> parseAll(String text) {
        return new LabelMatcherParser(text).read();
    }

    /** Returns the matcher in a form that can be parsed again, with the value in quotes. */
    @Override
    public String toString() {
        String shown = LabelMatcherParser.isBare(name) ? name : quoted(name);
        return shown + operator.sign() + quoted(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** How a value is compared. No values will be added. */
    public enum Operator {
        /** The value equals the text. */
        EQUAL("=", false, false),
        /** The value does not equal the text. */
        NOT_EQUAL("!=", true, false),
        /** The whole value matches the regular expression. */
        MATCHES("=~", false, true),
        /** The whole value does not match the regular expression. */
        NOT_MATCHES("!~", true, true);

        private final String sign;
        private final boolean negated;
        private final boolean regex;

        Operator(String sign, boolean negated, boolean regex) {
            this.sign = sign;
            this.negated = negated;
            this.regex = regex;
        }

        /** Returns the operator as it is written. */
        public String sign() {
            return sign;
        }

        /** Returns whether the operator is a negation. */
        public boolean isNegated() {
            return negated;
        }

        /** Returns whether the value is a regular expression. */
        public boolean isRegex() {
            return regex;
        }
    }
}
