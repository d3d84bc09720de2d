package io.github.argusglue.plugin.generic.mapping;

import io.github.argusglue.spi.config.Doc;
import java.util.List;
import java.util.Optional;

/**
 * Where several tags come from: an object or a list in a document.
 *
 * @param at where the object, list or text is
 * @param name name of the tag, read from each entry
 * @param value value of the tag, read from each entry
 * @param split what separates the entries of a text
 * @param only names of the tags to take; all if empty
 * @param except names of the tags not to take
 */
public record TagsFrom(
        @Doc("JSON Pointer of an object, whose entries become tags, of a list, or of a text to `split`")
        String at,

        @Doc("Name of the tag, read from each entry. If absent, the key of the entry; in a list, what is before `=` in"
                + " the value")
        Optional<String> name,

        @Doc("Value of the tag, read from each entry. If absent, the entry itself")
        Optional<String> value,

        @Doc("Separator of the entries, if they are one text")
        Optional<String> split,

        @Doc(
                "Names of the tags to take, as they are in the document; `*` at the end stands for any text. If empty, all")
        List<String> only,

        @Doc("Names of the tags not to take; `*` at the end stands for any text")
        List<String> except) {

    /** Checks the syntax. */
    public TagsFrom {
        ConfigCheck.pointer("at", at);
        ConfigCheck.expression("name", name);
        ConfigCheck.expression("value", value);
        if (split.isPresent() && split.get().isEmpty()) {
            throw new IllegalArgumentException("'split' must not be empty");
        }
        only = List.copyOf(only);
        except = List.copyOf(except);
    }

    boolean takes(String tag) {
        return (only.isEmpty() || only.stream().anyMatch(pattern -> matches(pattern, tag)))
                && except.stream().noneMatch(pattern -> matches(pattern, tag));
    }

    private static boolean matches(String pattern, String tag) {
        return pattern.endsWith("*") ? tag.startsWith(pattern.substring(0, pattern.length() - 1)) : tag.equals(pattern);
    }
}
