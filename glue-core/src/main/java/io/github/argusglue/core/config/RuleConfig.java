package io.github.argusglue.core.config;

import io.github.argusglue.core.expression.Field;
import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.core.expression.Template;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One {@code [[sources.NAME.rules]]}: which alerts it is about and what is to be done with them.
 *
 * @param match conditions that must all be fulfilled
 * @param from whose value the regular expression is to match
 * @param regex one more condition, and where groups come from
 * @param drop whether they are not shown at all
 * @param level the level they get
 * @param removeTags tags that go, first
 * @param renameTags tags that get another key, next
 * @param tags tags that are set, last
 * @param description the description they get
 * @param detailsUrl the address they get
 * @param stop whether later rules are left out
 */
public record RuleConfig(
        @Doc("Conditions that must all be fulfilled, in Alertmanager's syntax: `'host=~\"web.*\"'`; required, `[]` is "
                + "every alert")
        Optional<List<Matchers>> match,

        @Doc("Tag (or `alert.…`) whose value `regex` has to match as a whole; of several values the first that does")
        Optional<String> from,

        @Doc("One more condition, and where `$1` in the texts below comes from")
        Optional<Regex> regex,

        @Doc("Do not show the alert in Argus; an incident that it has is ended") @Default("false")
        boolean drop,

        @Doc("Level it gets, 1 (critical) to 5 (information)") @Range(min = "1", max = "5")
        Optional<Integer> level,

        @Doc("Tags that are taken away") List<String> removeTags,

        @Doc("Tags that get another key, such as `{ instance = \"host\" }`; replaces a tag of that key")
        Map<String, String> renameTags,

        @Doc("Tags that it gets; each is a template and replaces a tag of the same key")
        Map<String, Template> tags,

        @Doc("Description it gets, a template such as `\"{host}: {alert.description}\"`")
        Optional<Template> description,

        @Doc("Address of a page about it, a template such as `\"https://nms.example.org/?host={host}\"`")
        Optional<Template> detailsUrl,

        @Doc("Whether the rules after this one are left out for an alert that this one is about") @Default("false")
        boolean stop) {

    private static final Pattern TAG_KEY = Pattern.compile("[a-z0-9_]{1,100}");

    /**
     * Checks that the parts fit each other.
     *
     * @throws IllegalArgumentException if they do not; the message begins with the key
     */
    public RuleConfig {
        if (match.isEmpty()) {
            throw new IllegalArgumentException("'match' is missing; every alert is meant by match = []");
        }
        if (from.isPresent() != regex.isPresent()) {
            throw new IllegalArgumentException(
                    from.isPresent() ? "'from' needs 'regex' beside it" : "'regex' needs 'from' beside it");
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
            throw new IllegalArgumentException("'drop' leaves nothing to be changed: take the other actions out");
        }
        if (!drop && !changes && !stop) {
            throw new IllegalArgumentException("the rule does nothing: add drop, level, tags, rename_tags, remove_tags,"
                    + " description, details_url or stop");
        }
    }

    private static void requireKeys(String option, Collection<String> keys) {
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
