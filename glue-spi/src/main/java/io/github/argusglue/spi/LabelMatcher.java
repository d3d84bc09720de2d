package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One condition on a label or tag, as Prometheus and Alertmanager write it: {@code host=~"web.*"}. What an operator
 * writes in a rule and in an adapter's configuration has the same grammar: that of Alertmanager's UTF-8 matchers.
 *
 * <p>A regular expression is meant as RE2 and has to match the whole value. It is compiled by who uses the matcher,
 * since the SPI brings no library; re2j is what argus-glue itself takes.
 *
 * @param name of the label
 * @param operator how the value is compared
 * @param value to compare with
 */
@Unstable
public record LabelMatcher(String name, Operator operator, String value) {

    /** Checks that there is everything. */
    public LabelMatcher {
        requireNonNull(name, "name is null");
        requireNonNull(operator, "operator is null");
        requireNonNull(value, "value is null");
    }

    /**
     * Reads one matcher.
     *
     * @throws IllegalArgumentException if it is none, or more than one; the message says where and why
     */
    public static LabelMatcher parse(String text) {
        List<LabelMatcher> all = parseAll(text);
        if (all.size() != 1) {
            throw new IllegalArgumentException("expected one matcher such as 'host=\"web1\"', got '" + text + "'");
        }
        return all.get(0);
    }

    /**
     * Reads any number of matchers, separated by commas, in braces or not. Names and values stand bare or in double
     * quotes; in quotes there are the escapes of Go's strings, so that a backslash is written twice.
     *
     * @return them in their order; none for an empty text
     * @throws IllegalArgumentException if the text is not well-formed; the message says where and why
     */
    public static List<LabelMatcher> parseAll(String text) {
        return new LabelMatcherParser(text).read();
    }

    /** Returns it as it can be read again, with the value in quotes. */
    @Override
    public String toString() {
        String shown = LabelMatcherParser.isBare(name) ? name : quoted(name);
        return shown + operator.sign() + quoted(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** How a value is compared. There will be no others. */
    public enum Operator {
        /** The same text. */
        EQUAL("=", false, false),
        /** Another text. */
        NOT_EQUAL("!=", true, false),
        /** Matches the regular expression as a whole. */
        MATCHES("=~", false, true),
        /** Does not. */
        NOT_MATCHES("!~", true, true);

        private final String sign;
        private final boolean negated;
        private final boolean regex;

        Operator(String sign, boolean negated, boolean regex) {
            this.sign = sign;
            this.negated = negated;
            this.regex = regex;
        }

        /** Returns how it is written. */
        public String sign() {
            return sign;
        }

        /** Tells whether it is the contrary of another one. */
        public boolean isNegated() {
            return negated;
        }

        /** Tells whether the value is a regular expression. */
        public boolean isRegex() {
            return regex;
        }
    }
}
