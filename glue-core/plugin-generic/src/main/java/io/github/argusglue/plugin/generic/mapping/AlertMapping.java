package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the alert, the end of one, or the notice that an element describes. */
final class AlertMapping {
    private static final Pattern LEVEL = Pattern.compile("[1-5]");

    private final MappingConfig config;
    private final String nameField;
    private final Expression name;
    private final Optional<Expression> at;
    private final Optional<Expression> start;
    private final Optional<Expression> end;
    private final Optional<Expression> level;
    private final Optional<Expression> description;
    private final Optional<Expression> reason;
    private final Map<String, Expression> urls = new LinkedHashMap<>();
    private final Map<String, Expression> texts = new LinkedHashMap<>();
    private final Map<String, Expression> metadata = new LinkedHashMap<>();
    private final List<Expression> metadataFrom;
    private final TagMapping tags;
    private final TimeText times;

    AlertMapping(MappingConfig config) {
        this.config = config;
        this.nameField = config.id().isPresent() ? "id" : "key";
        this.name = Expression.parse(config.id().or(config::key).orElse(""));
        this.at = config.at().map(Expression::parse);
        this.start = config.start().map(Expression::parse);
        this.end = config.end().map(Expression::parse);
        this.level = config.level().map(Expression::parse);
        this.description = config.description().map(Expression::parse);
        this.reason = config.reason().map(Expression::parse);
        config.detailsUrl().ifPresent(text -> urls.put("details_url", Expression.parse(text)));
        config.ticketUrl().ifPresent(text -> urls.put("ticket_url", Expression.parse(text)));
        config.ttl().ifPresent(text -> texts.put("ttl", Expression.parse(text)));
        config.incidentId().ifPresent(text -> texts.put("incident_id", Expression.parse(text)));
        if (config.picture().isEmpty()) {
            config.scope().ifPresent(text -> texts.put("scope", Expression.parse(text)));
        }
        config.metadata().forEach((key, text) -> metadata.put(key, Expression.parse(text)));
        this.metadataFrom =
                config.metadataFrom().stream().map(Expression::parse).toList();
        this.tags = new TagMapping(config.tags(), config.tagsFrom());
        this.times = new TimeText(
                config.timeFormat().orElse(null),
                config.timezone().map(ZoneId::of).orElse(null));
    }

    /** Returns what identifies the alert of an element, or else the place of the element; for people. */
    String nameOf(Element element) {
        try {
            String found = name.text(element);
            return found.isEmpty() ? element.place() : found;
        } catch (MappingException e) {
            return element.place();
        }
    }

    /** Returns when the element was true; empty if it does not say. */
    Optional<Instant> at(Element element, Trace trace) {
        return at.flatMap(expression -> time("at", expression, element, trace));
    }

    /**
     * Returns the alert.
     *
     * @param at when it began, if the element does not say
     */
    ObjectNode alert(Element element, Instant at, Trace trace) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        putName(alert, element, trace);
        Instant began = start.flatMap(expression -> time("start", expression, element, trace))
                .orElse(at);
        alert.put("start", began.toString());
        putLooks(alert, element, trace);
        put(alert, "ticket_url", element, trace);
        texts.forEach((field, expression) -> {
            String text = expression.text(element);
            if (!text.isEmpty()) {
                trace.field(field, alert.put(field, text).get(field), expression);
            }
        });
        putMetadata(alert, element, trace);
        config.acknowledgement().ifPresent(from -> {
            if (isTrue(from.when(), element)) {
                ObjectNode made = alert.putObject("acknowledgement")
                        .put("by", text(from.by(), element))
                        .put("at", time(from.at(), element).orElse(began).toString())
                        .put("text", text(from.text(), element));
                time(from.until(), element).ifPresent(until -> made.put("until", until.toString()));
                trace.field("acknowledged", made, "'acknowledgement'");
            }
        });
        config.suppressed().ifPresent(from -> {
            if (isTrue(from.when(), element)) {
                ObjectNode made = alert.putObject("suppressed")
                        .put("reason", text(from.reason(), element))
                        .put("by", text(from.by(), element));
                time(from.until(), element).ifPresent(until -> made.put("until", until.toString()));
                trace.field("suppressed", made, "'suppressed'");
            }
        });
        return alert;
    }

    /** Returns the end of an alert. It needs no start: what began later is not meant. */
    ObjectNode close(Element element, Trace trace) {
        ObjectNode close = JsonNodeFactory.instance.objectNode();
        putName(close, element, trace);
        end.flatMap(expression -> time("end", expression, element, trace))
                .ifPresent(time -> close.put("end", time.toString()));
        reason.ifPresent(expression -> {
            String text = expression.text(element);
            trace.field("reason", close.put("reason", text).get("reason"), expression);
        });
        return close;
    }

    /** Returns what happened. If only the problem has a name, the time makes the difference. */
    ObjectNode notice(Element element, Instant at, Trace trace) {
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        String text = putName(notice, element, trace);
        notice.remove(nameField);
        Instant time = start.flatMap(expression -> time("start", expression, element, trace))
                .orElse(at);
        notice.put("id", nameField.equals("id") ? text : text + "@" + time).put("time", time.toString());
        putLooks(notice, element, trace);
        return notice;
    }

    private String putName(ObjectNode into, Element element, Trace trace) {
        String text;
        try {
            text = name.required(element);
        } catch (MappingException e) {
            throw new MappingException("'" + nameField + "': " + e.getMessage());
        }
        trace.field(nameField, into.put(nameField, text).get(nameField), name);
        return text;
    }

    private void putLooks(ObjectNode into, Element element, Trace trace) {
        level.ifPresent(expression -> {
            String text = expression.text(element);
            Optional<Integer> number = level(text, expression);
            number.ifPresent(known -> {
                into.put("level", known);
                trace.field("level", IntNode.valueOf(known), expression + " = '" + text + "'");
            });
        });
        String text = description.map(expression -> expression.text(element)).orElse("");
        into.put("description", text.isBlank() ? name.text(element) : text);
        trace.field("description", into.get("description"), text.isBlank() ? name : description.orElse(name));
        ObjectNode found = tags.read(element, trace);
        if (!found.isEmpty()) {
            into.set("tags", found);
        }
        put(into, "details_url", element, trace);
    }

    private void put(ObjectNode into, String field, Element element, Trace trace) {
        Expression expression = urls.get(field);
        if (expression != null) {
            String url = expression.url(element);
            if (!url.isEmpty()) {
                trace.field(field, into.put(field, url).get(field), expression);
            }
        }
    }

    private Optional<Integer> level(String text, Expression from) {
        Integer known = config.levels().get(text);
        if (known == null && config.levels().isEmpty() && LEVEL.matcher(text).matches()) {
            return Optional.of(Integer.valueOf(text));
        } else if (known == null) {
            known = config.levels().get("*");
        }
        if (known == null && !text.isEmpty()) {
            throw new MappingException("'level': " + from + " is '" + text + "', "
                    + (config.levels().isEmpty()
                            ? "and not a level from 1 to 5; 'levels' can say which level it means"
                            : "which 'levels' does not have; it has "
                                    + config.levels().keySet() + ", and \"*\" stands for all others"));
        }
        return Optional.ofNullable(known);
    }

    private void putMetadata(ObjectNode alert, Element element, Trace trace) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Expression from : metadataFrom) {
            JsonNode found = from.value(element);
            if (found.isObject()) {
                all.setAll((ObjectNode) found);
                trace.field("metadata", found, from);
            } else if (!found.isMissingNode()) {
                throw new MappingException("'metadata_from': " + from + " is not an object");
            }
        }
        metadata.forEach((key, expression) -> {
            JsonNode found = expression.value(element);
            if (!found.isMissingNode()) {
                all.set(key, found);
                trace.field("metadata." + key, found, expression);
            }
        });
        if (!all.isEmpty()) {
            alert.set("metadata", all);
        }
    }

    private Optional<Instant> time(String field, Expression expression, Element element, Trace trace) {
        String text = expression.text(element);
        try {
            Optional<Instant> time = times.read(text);
            time.ifPresent(read -> trace.field(field, TextNode.valueOf(read.toString()), expression));
            return time;
        } catch (MappingException e) {
            throw new MappingException("'" + field + "': " + expression + ": " + e.getMessage());
        }
    }

    private Optional<Instant> time(Optional<String> text, Element element) {
        return text.map(Expression::parse).flatMap(expression -> times.read(expression.text(element)));
    }

    private static String text(String text, Element element) {
        return Expression.parse(text).text(element);
    }

    private static boolean isTrue(List<String> conditions, Element element) {
        return Condition.unmet(conditions.stream().map(Condition::parse).toList(), element)
                .isEmpty();
    }
}
