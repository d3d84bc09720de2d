package io.github.argusglue.plugin.prometheus;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.argusglue.spi.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matchers as Alertmanager writes them, for example <code>{alertname="Watchdog",cluster=~"a|b"}</code>. All must match.
 */
final class LabelMatchers {
    private final List<CompiledMatcher> all;

    private LabelMatchers(List<CompiledMatcher> all) {
        this.all = all;
    }

    /** @throws IllegalArgumentException if the text is not well-formed; the message starts with the key */
    static LabelMatchers parse(String key, String text) {
        return parse(key, List.of(text));
    }

    /**
     * Parses several texts; the matchers of all of them must match.
     *
     * @throws IllegalArgumentException if one is not well-formed; the message starts with the key
     */
    static LabelMatchers parse(String key, List<String> texts) {
        List<CompiledMatcher> all = new ArrayList<>();
        for (String text : texts) {
            try {
                LabelMatcher.parseAll(text).forEach(matcher -> all.add(CompiledMatcher.of(matcher)));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + key + "' contains an invalid RE2 regular expression in '" + text + "': "
                                + e.getDescription(),
                        e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + key + "' is not a matcher like alertname=\"Watchdog\": " + e.getMessage(), e);
            }
        }
        return new LabelMatchers(List.copyOf(all));
    }

    /** Returns whether there are no matchers, so that everything matches. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean matches(Map<String, String> labels) {
        return all.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** @param regex null if the value is compared as text */
    private record CompiledMatcher(
            LabelMatcher matcher, @Nullable Pattern regex) {
        static CompiledMatcher of(LabelMatcher matcher) {
            return new CompiledMatcher(matcher, matcher.operator().isRegex() ? Pattern.compile(matcher.value()) : null);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.getOrDefault(matcher.name(), "");
            boolean matches = regex == null ? matcher.value().equals(value) : regex.matches(value);
            return matches != matcher.operator().isNegated();
        }
    }
}
