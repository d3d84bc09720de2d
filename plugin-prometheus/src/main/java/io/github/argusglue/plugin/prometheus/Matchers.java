package io.github.argusglue.plugin.prometheus;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.argusglue.spi.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Matchers as Alertmanager writes them, such as <code>{alertname="Watchdog",cluster=~"a|b"}</code>; all must match. */
final class Matchers {
    private final List<One> all;

    private Matchers(List<One> all) {
        this.all = all;
    }

    /** @throws IllegalArgumentException if it is not well-formed; the message starts with the key */
    static Matchers parse(String key, String text) {
        return parse(key, List.of(text));
    }

    /**
     * Returns what all of the texts together ask for.
     *
     * @throws IllegalArgumentException if one is not well-formed; the message starts with the key
     */
    static Matchers parse(String key, List<String> texts) {
        List<One> all = new ArrayList<>();
        for (String text : texts) {
            try {
                LabelMatcher.parseAll(text).forEach(matcher -> all.add(One.of(matcher)));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + key + "' holds no regular expression of RE2 in '" + text + "': " + e.getDescription(), e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + key + "' is not a matcher like alertname=\"Watchdog\": " + e.getMessage(), e);
            }
        }
        return new Matchers(List.copyOf(all));
    }

    /** Tells whether nothing is asked for, so that everything matches. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean matches(Map<String, String> labels) {
        return all.stream().allMatch(one -> one.matches(labels));
    }

    /** @param regex null where the value is compared as it is */
    private record One(LabelMatcher matcher, @Nullable Pattern regex) {
        static One of(LabelMatcher matcher) {
            return new One(matcher, matcher.operator().isRegex() ? Pattern.compile(matcher.value()) : null);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.getOrDefault(matcher.name(), "");
            boolean fits = regex == null ? matcher.value().equals(value) : regex.matches(value);
            return fits != matcher.operator().isNegated();
        }
    }
}
