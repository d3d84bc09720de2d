package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the tags of an alert. */
final class TagMapping {
    private final Map<String, Expression> tags = new LinkedHashMap<>();
    private final List<TagSource> sources;

    TagMapping(Map<String, String> tags, List<TagsFrom> sources) {
        tags.forEach((name, text) -> this.tags.put(name, Expression.parse(text)));
        this.sources = sources.stream().map(TagSource::new).toList();
    }

    /** An object, list or text with tags. */
    private static final class TagSource {
        private final TagsFrom config;
        private final Expression at;
        private final Optional<Expression> name;
        private final Expression value;

        TagSource(TagsFrom config) {
            this.config = config;
            this.at = Expression.parse(config.at());
            this.name = config.name().map(Expression::parse);
            this.value = Expression.parse(config.value().orElse("."));
        }

        void read(Element element, Map<String, Set<String>> found) {
            for (Element entry : entries(element)) {
                for (String text : texts(entry)) {
                    int equals = text.indexOf('=');
                    if (name.isPresent()) {
                        put(name.get().text(entry), text, found);
                    } else if (at.value(element).isObject()) {
                        put(entry.key(), text, found);
                    } else if (equals > 0) {
                        put(text.substring(0, equals), text.substring(equals + 1), found);
                    } else {
                        throw new MappingException(
                                "'tags_from': '" + text + "' in " + at + " is not like name=value; set 'name'");
                    }
                }
            }
        }

        /** Returns the texts of an entry, which are several if its value is a list of them. */
        private List<String> texts(Element entry) {
            JsonNode found = value.value(entry);
            if (!found.isArray()) {
                return List.of(value.text(entry));
            }
            List<String> all = new ArrayList<>();
            found.forEach(text -> all.add(text.asText()));
            return all;
        }

        private void put(String tag, String text, Map<String, Set<String>> found) {
            String fitted = Tag.fitKey(tag);
            if (!fitted.isEmpty() && !text.isBlank() && config.takes(tag)) {
                found.computeIfAbsent(fitted, any -> new LinkedHashSet<>()).add(text);
            }
        }

        private List<Element> entries(Element element) {
            JsonNode node = at.value(element);
            if (config.split().isPresent() && node.isTextual()) {
                ArrayNode parts = JsonNodeFactory.instance.arrayNode();
                for (String part :
                        node.textValue().split(Pattern.quote(config.split().get()), -1)) {
                    parts.add(TextNode.valueOf(part.strip()));
                }
                return ElementList.of(element, parts);
            } else if (node.isValueNode() && !node.isMissingNode()) {
                throw new MappingException("'tags_from': " + at + " is neither an object nor a list; if it is a text"
                        + " with several tags, set 'split'");
            }
            return ElementList.of(element, node);
        }
    }

    /** Returns the tags: a list of texts for each name. */
    ObjectNode read(Element element, Trace trace) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        sources.forEach(source -> source.read(element, found));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        found.forEach((name, texts) -> {
            if (!tags.containsKey(name)) {
                ArrayNode values = all.putArray(name);
                texts.forEach(values::add);
                trace.field("tags." + name, values, "'tags_from'");
            }
        });
        tags.forEach((name, expression) -> {
            String text = expression.text(element);
            if (!text.isBlank()) {
                trace.field("tags." + name, all.putArray(name).add(text), expression);
            }
        });
        return all;
    }
}
