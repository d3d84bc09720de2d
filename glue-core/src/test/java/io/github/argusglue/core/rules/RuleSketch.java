package io.github.argusglue.core.rules;

import io.github.argusglue.core.config.RuleConfig;
import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.core.expression.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds rules for tests, with defaults for everything else. */
public final class RuleSketch {
    private final List<Matchers> match;
    private final Map<String, Template> tags = new LinkedHashMap<>();
    private final Map<String, String> renames = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private boolean drop;
    private boolean stop;
    private Optional<Integer> level = Optional.empty();
    private Optional<String> from = Optional.empty();
    private Optional<Regex> regex = Optional.empty();
    private Optional<Template> description = Optional.empty();
    private Optional<Template> detailsUrl = Optional.empty();

    private RuleSketch(List<Matchers> match) {
        this.match = match;
    }

    public static RuleSketch match(String... matchers) {
        return new RuleSketch(Arrays.stream(matchers).map(Matchers::parse).toList());
    }

    public static RuleSketch everything() {
        return match();
    }

    public RuleSketch drop() {
        drop = true;
        return this;
    }

    RuleSketch stop() {
        stop = true;
        return this;
    }

    public RuleSketch level(int value) {
        level = Optional.of(value);
        return this;
    }

    RuleSketch from(String tag, String expression) {
        from = Optional.of(tag);
        regex = Optional.of(Regex.parse(expression));
        return this;
    }

    public RuleSketch tag(String key, String template) {
        tags.put(key, Template.parse(template));
        return this;
    }

    RuleSketch rename(String key, String newer) {
        renames.put(key, newer);
        return this;
    }

    RuleSketch remove(String key) {
        removed.add(key);
        return this;
    }

    RuleSketch description(String template) {
        description = Optional.of(Template.parse(template));
        return this;
    }

    RuleSketch detailsUrl(String template) {
        detailsUrl = Optional.of(Template.parse(template));
        return this;
    }

    public RuleConfig build() {
        return new RuleConfig(
                Optional.of(match), from, regex, drop, level, removed, renames, tags, description, detailsUrl, stop);
    }
}
