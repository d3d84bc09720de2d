package io.github.argusglue.core.rules;

import io.github.argusglue.core.config.RuleConfig;
import io.github.argusglue.core.expression.Field;
import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One rule. */
final class Rule {
    private static final int MAX_DESCRIPTION = 200;

    private final RuleConfig config;
    private final List<Matchers> match;
    private final @Nullable Regex regex;
    private final @Nullable Field from;
    private final String name;

    /** @param number position in the configuration, from 1 */
    Rule(int number, RuleConfig config) {
        this.config = config;
        this.match = config.match().orElseGet(List::of);
        this.regex = config.regex().orElse(null);
        this.from = config.from().map(Field::of).orElse(null);
        this.name = "rule " + number + " (" + condition() + ")";
    }

    private String condition() {
        List<String> all = new ArrayList<>();
        match.forEach(matchers -> all.add(matchers.describe()));
        if (from != null) {
            all.add("regex on " + from.name());
        }
        String text = all.isEmpty() ? "every alert" : String.join(", ", all);
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "…";
    }

    /** Returns the name for messages: {@code rule 2 (host="web1")}. */
    String name() {
        return name;
    }

    boolean drops() {
        return config.drop();
    }

    boolean stops() {
        return config.stop() || config.drop();
    }

    /**
     * Applies the rule to an alert if it matches; returns whether it does. All its conditions and templates see the
     * alert as the earlier rules have left it.
     */
    boolean apply(RuleContext alert) {
        for (Matchers matchers : match) {
            if (!matchers.match(alert)) {
                return false;
            }
        }
        Regex.Groups groups = groups(alert);
        if (groups == null) {
            return false;
        }
        change(alert, groups);
        return true;
    }

    /**
     * Returns the groups that the expression has matched, an empty set if the rule has no expression; null if it does
     * not match.
     */
    private Regex.@Nullable Groups groups(RuleContext alert) {
        Regex expression = regex;
        Field field = from;
        if (expression == null || field == null) {
            return Regex.Groups.NONE;
        }
        List<String> values = field.values(alert);
        for (String value : values.isEmpty() ? List.of("") : values) {
            Regex.Groups groups = expression.groups(value);
            if (groups != null) {
                return groups;
            }
        }
        return null;
    }

    private void change(RuleContext alert, Regex.Groups groups) {
        List<Tag> tags = new ArrayList<>();
        config.tags().forEach((key, template) -> {
            String value = template.fill(alert, groups);
            if (value != null && !value.isBlank()) {
                tags.add(new Tag(key, value));
            }
        });
        String description =
                config.description().map(text -> text.fill(alert, groups)).orElse(null);
        String detailsUrl =
                config.detailsUrl().map(text -> text.fillAddress(alert, groups)).orElse(null);
        config.level().ifPresent(level -> alert.level = level);
        if (description != null && !description.isBlank()) {
            alert.description = description;
        }
        if (detailsUrl != null) {
            alert.detailsUrl = detailsUrl;
        }
        config.removeTags().forEach(alert::remove);
        rename(alert, config.renameTags());
        tags.forEach(alert::set);
    }

    /** Renames all tags at once, so that two tags can swap their keys. */
    private static void rename(RuleContext alert, Map<String, String> renames) {
        if (renames.isEmpty()) {
            return;
        }
        Map<String, List<String>> values =
                renames.keySet().stream().collect(Collectors.toMap(key -> key, alert::values));
        values.forEach((key, there) -> {
            if (!there.isEmpty()) {
                alert.remove(key);
            }
        });
        renames.forEach((key, newer) -> {
            List<String> there = values.getOrDefault(key, List.of());
            if (!there.isEmpty()) {
                alert.remove(newer);
                there.forEach(value -> alert.tags.add(new Tag(newer, value)));
            }
        });
    }
}
