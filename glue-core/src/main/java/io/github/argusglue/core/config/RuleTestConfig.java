package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One test of the rules of a source: a table {@code [[tests]]}.
 *
 * @param name what is tested
 * @param source name of the source; empty for that of the file
 * @param alert what the source reports
 * @param expect what the rules make of it
 */
public record RuleTestConfig(
        @Doc("What is tested, for the output") String name,

        @Doc("Name of the source in the configuration. If absent, `source` of the file")
        Optional<String> source,

        @Doc("The alert, as the source reports it") TestAlert alert,

        @Doc("What becomes of it. What is not named is not checked")
        Expectation expect) {

    /**
     * An alert of a source.
     *
     * @param key identity of the alert
     * @param level 1 (critical) to 5 (information)
     * @param description one line for people
     * @param detailsUrl link to details
     * @param tags before the tags of the source are added; keys are converted as everywhere
     * @param suppressed whether it is suppressed in the source
     */
    public record TestAlert(
            @Doc("Identity of the alert (`alert.key`)") @Default("test")
            String key,

            @Doc("Level, 1 (critical) to 5 (information)") @Default("3") @Range(min = "1", max = "5")
            int level,

            @Doc("One line for people") @Default("") String description,
            @Doc("Link to details") Optional<URI> detailsUrl,

            @Doc("Tags, without those that the source always has. A value is a string, or an array of strings")
            Map<String, TagValues> tags,

            @Doc("Whether the alert is suppressed in the source (silenced, in maintenance)") @Default("false")
            boolean suppressed) {}

    /**
     * What is expected of an alert after the rules. What is empty is not checked, except that an alert of which nothing
     * else is said must not be dropped.
     *
     * @param dropped whether it is dropped
     * @param droppedBy number of the rule that drops it, from 1
     * @param rules numbers of the rules that match, in order
     * @param level its level
     * @param description its description
     * @param detailsUrl its link to details; an empty text for none
     * @param tags all its tags
     * @param hasTags some of its tags
     * @param lacksTags keys of tags that it does not have
     */
    public record Expectation(
            @Doc("Whether the alert is dropped. If absent, it must not be, unless `dropped_by` is given")
            Optional<Boolean> dropped,

            @Doc("Number of the rule that drops the alert, from 1") @Range(min = "1", max = "100000")
            Optional<Integer> droppedBy,

            @Doc("Numbers of all rules that match, in order")
            Optional<List<Integer>> rules,

            @Doc("Level, 1 (critical) to 5 (information)") @Range(min = "1", max = "5")
            Optional<Integer> level,

            @Doc("The whole description") Optional<String> description,
            @Doc("Link to details; `\"\"` for none") Optional<String> detailsUrl,

            @Doc("All tags, with those that the source always has")
            Optional<Map<String, TagValues>> tags,

            @Doc("Some tags. Others are not checked") Map<String, TagValues> hasTags,

            @Doc("Keys of tags that the alert does not have")
            List<String> lacksTags) {

        /**
         * Checks the combination of the keys.
         *
         * @throws IllegalArgumentException if they are invalid; the message begins with the key
         */
        public Expectation {
            if (tags.isPresent() && !(hasTags.isEmpty() && lacksTags.isEmpty())) {
                throw new IllegalArgumentException("'tags' names all tags: remove 'has_tags' and 'lacks_tags'");
            }
            boolean isDropped = dropped.orElse(droppedBy.isPresent());
            if (droppedBy.isPresent() && !isDropped) {
                throw new IllegalArgumentException("'dropped_by' contradicts dropped = false");
            }
            boolean describes = !hasTags.isEmpty()
                    || !lacksTags.isEmpty()
                    || Stream.of(level, description, detailsUrl, tags).anyMatch(Optional::isPresent);
            if (isDropped && describes) {
                throw new IllegalArgumentException("'" + (droppedBy.isPresent() ? "dropped_by" : "dropped")
                        + "': a dropped alert is not shown, so nothing else can be expected of it");
            }
            if (!describes && dropped.isEmpty() && droppedBy.isEmpty() && rules.isEmpty()) {
                throw new IllegalArgumentException("the test expects nothing: add dropped, dropped_by, rules, level,"
                        + " description, details_url, tags, has_tags or lacks_tags");
            }
            tags.ifPresent(all -> RuleConfig.requireKeys("tags", all.keySet()));
            RuleConfig.requireKeys("has_tags", hasTags.keySet());
            RuleConfig.requireKeys("lacks_tags", lacksTags);
        }

        /** Returns whether the alert is expected to be dropped. */
        public boolean isDropped() {
            return dropped.orElse(droppedBy.isPresent());
        }
    }
}
