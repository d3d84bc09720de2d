package io.github.argusglue.core.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in RE2 syntax, as in Prometheus and Alertmanager: always anchored at both ends, and matched in
 * time that depends on the length of the text, not on the expression.
 */
public final class Regex {
    private static final int MAX_LENGTH = 1_000;

    /** Maximum number of instructions of the compiled expression; each takes some time for each character of a text. */
    private static final int MAX_SIZE = 5_000;

    private final String text;
    private final Pattern pattern;

    private Regex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException if it is invalid or too large
     */
    public static Regex parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a regular expression can have at most " + MAX_LENGTH + " characters");
        }
        if (estimateSize(text) > MAX_SIZE) {
            throw tooLarge(text);
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a valid regular expression (RE2): " + e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw tooLarge(text);
        }
        if (pattern.programSize() > MAX_SIZE) {
            throw tooLarge(text);
        }
        return new Regex(text, pattern);
    }

    private static IllegalArgumentException tooLarge(String text) {
        return new IllegalArgumentException("'" + text + "' is too large: use fewer repetitions");
    }

    /**
     * Estimates the size of the compiled expression without compiling it: {@code ((a{1000}){1000}){1000}} has 26
     * characters and would take all memory.
     */
    private static long estimateSize(String text) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
                continue;
            } else if (c == '(') {
                outer.push(sum + last);
                sum = 0;
                last = 0;
                continue;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + last + 2;
                sum = outer.pop();
                continue;
            } else if (c == '{') {
                long times = times(text, i + 1);
                if (times > 0) {
                    last = Math.min(last * times, Integer.MAX_VALUE);
                    i = text.indexOf('}', i);
                    continue;
                }
            } else {
                inClass = c == '[';
            }
            sum += last;
            last = 1;
        }
        return sum + last;
    }

    /** Returns the maximum of a repetition such as {@code 2,5}}; 0 if it is not a repetition. */
    private static long times(String text, int from) {
        long number = 0;
        long most = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + c - '0', MAX_SIZE);
            } else if (c == ',' || c == '}') {
                most = Math.max(most, number);
                number = 0;
                if (c == '}') {
                    return most;
                }
            } else {
                return 0;
            }
        }
        return 0;
    }

    /** Returns whether the whole text matches. */
    boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    /** Returns the groups if the whole text matches; null if it does not. */
    public @Nullable Groups groups(String value) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            @Nullable String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return new Groups(groups, pattern.namedGroups());
    }

    /** Returns whether there is a group with this name or number. */
    boolean hasGroup(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9')
                ? name.length() < 4 && Integer.parseInt(name) <= pattern.groupCount()
                : pattern.namedGroups().containsKey(name);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Regex other && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The values of the groups of an expression. */
    public record Groups(List<String> byNumber, Map<String, Integer> numbers) {
        /** No groups. */
        public static final Groups NONE = new Groups(List.of(), Map.of());

        String get(String name) {
            Integer number = numbers.containsKey(name) ? numbers.get(name) : Integer.valueOf(name);
            return number == null || number >= byNumber.size() ? "" : byNumber.get(number);
        }
    }
}
