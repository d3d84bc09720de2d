package io.github.argusglue.core.config;

import io.github.argusglue.core.expression.Field;
import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.core.expression.Template;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.NotSecret;
import io.github.argusglue.spi.config.Range;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule, {@code [[sources.NAME.rules]]}: which alerts it matches and how it changes them.
 *
 * @param match conditions, all of which must be true
 * @param from tag or property that the regular expression has to match
 * @param regex an additional condition, and the source of the groups in templates
 * @param drop whether matching alerts are not shown
 * @param level new level
 * @param removeTags tags to remove, applied first
 * @param renameTags tags to rename, applied next
 * @param tags tags to set, applied last
 * @param description new description
 * @param detailsUrl new URL of the details page
 * @param stop whether later rules are skipped
 */
public record RuleConfig(
        @Doc("Conditions that must all be true, in Alertmanager's syntax: `'host=~\"web.*\"'`; required, `[]` matches "
                + "every alert")
        Optional<List<Matchers>> match,

        @Doc("Tag (or `alert.…`) whose whole value `regex` has to match; if there are several values, the"
                + " first matching one is used")
        Optional<String> from,

        @Doc("An additional condition, and the source of `$1` in the templates below")
        Optional<Regex> regex,

        @Doc("Do not show the alert in Argus; if it has an open incident, the incident is closed") @Default("false")
        boolean drop,

        @Doc("New level, 1 (critical) to 5 (information)") @Range(min = "1", max = "5")
        Optional<Integer> level,

        @Doc("Tags to remove") List<String> removeTags,

        @NotSecret
        @Doc("Tags to rename, such as `{ instance = \"host\" }`; an existing tag with the new key is replaced")
        Map<String, String> renameTags,

        @Doc("Tags to set; each value is a template, and an existing tag with the same key is replaced")
        Map<String, Template> tags,

        @Doc("New description, a template such as `\"{host}: {alert.description}\"`")
        Optional<Template> description,

        @Doc("URL of a page with details, a template such as `\"https://nms.example.org/?host={host}\"`")
        Optional<Template> detailsUrl,

        @Doc("Whether the following rules are skipped for alerts that match this one") @Default("false")
        boolean stop) {

    private static final Pattern TAG_KEY = Pattern.compile("[a-z0-9_]{1,100}");

    /**
     * Checks the combination of the keys.
     *
     * @throws IllegalArgumentException if they are invalid; the message begins with the key
     */
    public RuleConfig {
        if (match.isEmpty()) {
            throw new IllegalArgumentException("'match' is missing; use match = [] to match every alert");
        }
        if (from.isPresent() != regex.isPresent()) {
            throw new IllegalArgumentException(
                    from.isPresent() ? "'from' requires 'regex'" : "'regex' requires 'from'");
        }
        from.ifPresent(name -> check("from", () -> Field.of(name)));
        requireKeys("remove_tags", removeTags);
        requireKeys("rename_tags", renameTags.keySet());
        requireKeys("rename_tags", renameTags.values());
        requireKeys("tags", tags.keySet());
        Regex groups = regex.orElse(null);
        tags.values().forEach(text -> check("tags", () -> text.check(groups)));
        description.ifPresent(text -> check("description", () -> text.check(groups)));
        detailsUrl.ifPresent(text -> check("details_url", () -> text.check(groups)));
        boolean changes = level.isPresent()
                || description.isPresent()
                || detailsUrl.isPresent()
                || Stream.of(removeTags, renameTags.keySet(), tags.keySet()).anyMatch(some -> !some.isEmpty());
        if (drop && changes) {
            throw new IllegalArgumentException("'drop' cannot be combined with other actions; remove them");
        }
        if (!drop && !changes && !stop) {
            throw new IllegalArgumentException("the rule does nothing: add drop, level, tags, rename_tags, remove_tags,"
                    + " description, details_url or stop");
        }
    }

    static void requireKeys(String option, Collection<String> keys) {
        for (String key : keys) {
            if (!TAG_KEY.matcher(key).matches()) {
                String fit = Tag.fitKey(key);
                throw new IllegalArgumentException("'" + option + "': tag key '" + key + "' does not match " + TAG_KEY
                        + (TAG_KEY.matcher(fit).matches() ? "; did you mean '" + fit + "'?" : ""));
            }
        }
    }

    private static void check(String option, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + option + "': " + e.getMessage(), e);
        }
    }
}
