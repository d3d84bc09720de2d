package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.NotSecret;
import io.github.argusglue.spi.config.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configuration of a mapping: the table {@code mapping} of a source. Most values are {@link Expression expressions}.
 *
 * @param picture whether a document has all open alerts, or some; empty if each element is a message of its own
 * @param items the list or object whose elements are mapped; empty for the document itself
 * @param parse texts in an element that contain JSON
 * @param when conditions for an element to be taken
 * @param message what the element says
 * @param messages what the values of {@code message} mean
 * @param key identity of the problem
 * @param id identity of the occurrence
 * @param at when the element was true
 * @param start when the alert began
 * @param end when it ended
 * @param timezone zone of times without one
 * @param timeFormat how times are written that are not in a usual form
 * @param level level, 1 to 5
 * @param levels levels of the values of {@code level}
 * @param description one line for people
 * @param detailsUrl link to details
 * @param ticketUrl link to a ticket
 * @param reason why the alert ended
 * @param tags tags by name
 * @param tagsFrom objects and lists with tags
 * @param metadata metadata by name
 * @param metadataFrom objects with metadata
 * @param acknowledgement which alerts are acknowledged
 * @param suppressed which alerts are suppressed
 * @param scope the part of the source that the alert belongs to
 * @param ttl how long the alert lasts without being sent again
 * @param incidentId id of the incident in Argus
 */
public record MappingConfig(
        @Doc("`\"complete\"` if a document has all open alerts, so that an absent one is over; `\"partial\"` if it has"
                + " some. If absent, each element is a message of its own")
        Optional<Picture> picture,

        @Doc("JSON Pointer of the list or object whose elements are mapped. If absent, the whole document is one"
                + " element; `.` if the document is the list")
        Optional<String> items,

        @Doc("JSON Pointers, in an element, of texts that contain JSON")
        List<String> parse,

        @Doc("Conditions for an element to be taken: `/pointer=value` or `/pointer!=value`; a missing value is empty")
        List<String> when,

        @Doc("What an element says: a value that `messages` knows. If absent, that an alert is open")
        Optional<String> message,

        @Doc(
                "What the values of `message` mean: `open`, `close`, `notice`, `alive` or `ignore`. The name `*` stands for"
                        + " all other values")
        Map<String, MessageKind> messages,

        @NotSecret @Doc("What identifies the problem, the same for each occurrence. Either `key` or `id` is required")
        Optional<String> key,

        @Doc("What identifies one occurrence and is never used again, instead of `key`")
        Optional<String> id,

        @Doc("When the element was true. If absent, when the document arrived")
        Optional<String> at,

        @Doc("When the alert began. If absent, `at`") Optional<String> start,
        @Doc("When the alert ended. If absent, `at`") Optional<String> end,

        @Doc("Time zone of times that have none, such as `UTC` or `Europe/Oslo`")
        Optional<String> timezone,

        @Doc("How times are written that are neither ISO 8601 nor seconds or milliseconds since 1970: a pattern of"
                + " Java's `DateTimeFormatter`")
        Optional<String> timeFormat,

        @Doc("Level: 1 (critical) to 5 (information), or a value that `levels` knows")
        Optional<String> level,

        @Doc("Levels of the values of `level`. The name `*` stands for all other values") @Range(min = "1", max = "5")
        Map<String, Integer> levels,

        @Doc("One line for people. If absent, the key or id")
        Optional<String> description,

        @Doc("Link to details. Inserted values are encoded") Optional<String> detailsUrl,

        @Doc("Link to a ticket. Inserted values are encoded")
        Optional<String> ticketUrl,

        @Doc("Why an alert ended") Optional<String> reason,
        @NotSecret @Doc("Tags by their names") Map<String, String> tags,

        @Doc("Objects and lists with tags. `tags` has precedence")
        List<TagsFrom> tagsFrom,

        @NotSecret @Doc("Metadata by name, with their JSON types")
        Map<String, String> metadata,

        @Doc("JSON Pointers of objects whose entries become metadata")
        List<String> metadataFrom,

        @Doc("Which alerts are acknowledged") Optional<AcknowledgementMapping> acknowledgement,
        @Doc("Which alerts are suppressed") Optional<SuppressionMapping> suppressed,

        @Doc("The part of the source that alerts belong to, such as a site. With `picture`, read from the document")
        Optional<String> scope,

        @Doc("How long an alert lasts without being sent again, such as `2h`")
        Optional<String> ttl,

        @Doc("Id of the incident in Argus, if it is not `id`")
        Optional<String> incidentId) {

    /** Checks the syntax. */
    public MappingConfig {
        parse = List.copyOf(parse);
        when = List.copyOf(when);
        tagsFrom = List.copyOf(tagsFrom);
        metadataFrom = List.copyOf(metadataFrom);
        items.filter(text -> !text.equals(".")).ifPresent(text -> ConfigCheck.plainPointer("items", text));
        parse.forEach(text -> ConfigCheck.plainPointer("parse", text));
        ConfigCheck.conditions("when", when);
        ConfigCheck.expression("message", message);
        ConfigCheck.expression("key", key);
        ConfigCheck.expression("id", id);
        ConfigCheck.expression("at", at);
        ConfigCheck.expression("start", start);
        ConfigCheck.expression("end", end);
        ConfigCheck.expression("level", level);
        ConfigCheck.expression("description", description);
        ConfigCheck.expression("details_url", detailsUrl);
        ConfigCheck.expression("ticket_url", ticketUrl);
        ConfigCheck.expression("reason", reason);
        ConfigCheck.expression("scope", scope);
        ConfigCheck.expression("ttl", ttl);
        ConfigCheck.expression("incident_id", incidentId);
        tags.forEach((name, text) -> {
            if (!Tag.fitKey(name).equals(name) || name.isEmpty()) {
                throw new IllegalArgumentException("'tags': '" + name
                        + "' is no name of a tag; use a-z, 0-9 and _, as in '" + Tag.fitKey(name) + "'");
            }
            ConfigCheck.expression("tags", text);
        });
        metadata.values().forEach(text -> ConfigCheck.expression("metadata", text));
        metadataFrom.forEach(text -> ConfigCheck.pointer("metadata_from", text));
        if (key.isPresent() == id.isPresent()) {
            throw new IllegalArgumentException(
                    key.isPresent() ? "'id' and 'key' exclude each other" : "either 'key' or 'id' is required");
        } else if (message.isEmpty() && !messages.isEmpty()) {
            throw new IllegalArgumentException("'messages' has no effect without 'message'");
        } else if (level.isEmpty() && !levels.isEmpty()) {
            throw new IllegalArgumentException("'levels' has no effect without 'level'");
        } else if (incidentId.isPresent() && id.isEmpty()) {
            throw new IllegalArgumentException("'incident_id' is only possible with 'id'");
        }
        timezone.ifPresent(ConfigCheck::zone);
        timeFormat.ifPresent(ConfigCheck::timeFormat);
    }

    /** Returns whether the start of an alert is the same in all messages about an occurrence. */
    public boolean startsAreStable() {
        return start.isPresent() || id.isPresent();
    }

    /** Returns the mapping. */
    public Mapping mapping() {
        return new TableMapping(this);
    }
}
