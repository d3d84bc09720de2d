package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.LeftOut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Translates documents as the table {@code mapping} of a source says. */
final class TableMapping implements Mapping {
    private static final String OTHERS = "*";

    private final MappingConfig config;
    private final Optional<JsonPointer> items;
    private final Optional<Expression> message;
    private final Optional<Expression> scope;
    private final List<JsonPointer> parse;
    private final List<Condition> when;
    private final AlertMapping alerts;

    TableMapping(MappingConfig config) {
        this.config = config;
        this.items = config.items().map(text -> JsonPointer.compile(text.equals(".") ? "" : text));
        this.message = config.message().map(Expression::parse);
        this.scope = config.scope().map(Expression::parse);
        this.parse = config.parse().stream().map(JsonPointer::compile).toList();
        this.when = config.when().stream().map(Condition::parse).toList();
        this.alerts = new AlertMapping(config);
    }

    @Override
    public MappingResult apply(Document document) throws RefusedException {
        Trace trace = new Trace();
        LeftOut.Builder leftOut = LeftOut.builder();
        Element whole = Element.ofDocument(document.json());
        try {
            List<Element> elements = elements(whole, trace);
            List<JsonNode> messages = config.picture().isPresent()
                    ? List.of(picture(whole, elements, document.received(), trace, leftOut))
                    : messages(elements, document.received(), trace, leftOut);
            return new MappingResult(messages, leftOut.build(), trace.lines());
        } catch (MappingException e) {
            throw RefusedException.invalid(e.getMessage() + "");
        }
    }

    private List<Element> elements(Element whole, Trace trace) {
        if (items.isEmpty()) {
            return List.of(whole);
        }
        JsonNode found = whole.json().at(items.get());
        if (!found.isContainerNode()) {
            throw new MappingException("'items': there is no list or object at '" + items.get() + "'").at(whole);
        }
        List<Element> elements = ElementList.of(whole.below(items.get()), found);
        trace.line(elements.size() + (elements.size() == 1 ? " element" : " elements") + " in '" + items.get() + "'");
        return elements;
    }

    private ObjectNode picture(
            Element whole, List<Element> elements, Instant received, Trace trace, LeftOut.Builder leftOut) {
        ObjectNode picture = JsonNodeFactory.instance.objectNode();
        picture.put("complete", config.picture().equals(Optional.of(Picture.COMPLETE)));
        scope.ifPresent(expression -> picture.put("scope", expression.required(whole)));
        Optional<Instant> at = alerts.at(whole, trace);
        at.ifPresent(time -> picture.put("at", time.toString()));
        ArrayNode list = picture.putArray("alerts");
        for (Element element : elements) {
            map(element, trace, leftOut, (kind, parsed) -> {
                if (kind == MessageKind.OPEN) {
                    list.add(alerts.alert(parsed, at.orElse(received), trace));
                }
            });
        }
        return picture;
    }

    private List<JsonNode> messages(List<Element> elements, Instant received, Trace trace, LeftOut.Builder leftOut) {
        List<JsonNode> messages = new ArrayList<>();
        for (Element element : elements) {
            map(element, trace, leftOut, (kind, parsed) -> {
                if (kind != MessageKind.IGNORE) {
                    messages.add(message(kind, parsed, received, trace));
                }
            });
        }
        return messages;
    }

    private ObjectNode message(MessageKind kind, Element element, Instant received, Trace trace) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        Optional<Instant> at = alerts.at(element, trace);
        Instant time = at.orElse(received);
        switch (kind) {
            case OPEN -> made.set("open", alerts.alert(element, time, trace));
            case CLOSE -> made.set("close", alerts.close(element, trace));
            case NOTICE -> made.set("notice", alerts.notice(element, time, trace));
            default -> made.put("alive", true);
        }
        at.ifPresent(said -> made.put("at", said.toString()));
        return made;
    }

    /** Receives what an element says, and the element. */
    @FunctionalInterface
    private interface Taker {
        void take(MessageKind kind, Element element);
    }

    private void map(Element element, Trace trace, LeftOut.Builder leftOut, Taker taker) {
        try {
            Element parsed = parsed(element);
            String unmet = Condition.unmet(when, parsed);
            String title = element.place().isEmpty() ? "the document" : "'" + element.place() + "'";
            if (!unmet.isEmpty()) {
                trace.element(title + ": left out, because " + unmet + " is not met");
                if (saysOpen(parsed)) {
                    leftOut.add("when", alerts.nameOf(parsed), title + ": " + unmet + " is not met");
                }
                return;
            }
            String value = message.map(expression -> expression.text(parsed)).orElse("open");
            MessageKind kind = kind(value);
            trace.element(title + ": " + name(kind)
                    + message.map(expression -> ", because " + expression + " is '" + value + "'")
                            .orElse(""));
            taker.take(kind, parsed);
        } catch (MappingException e) {
            throw e.at(element);
        }
    }

    /** Returns whether an element would be an open alert if the conditions did not leave it out. */
    private boolean saysOpen(Element element) {
        try {
            return message.map(expression -> kind(expression.text(element))).orElse(MessageKind.OPEN)
                    == MessageKind.OPEN;
        } catch (MappingException e) {
            return true;
        }
    }

    private MessageKind kind(String value) {
        MessageKind kind = config.messages().get(value);
        if (kind == null) {
            kind = config.messages().get(OTHERS);
        }
        if (kind == null && config.messages().isEmpty()) {
            for (MessageKind one : MessageKind.values()) {
                kind = name(one).equals(value) ? one : kind;
            }
        }
        if (kind == null) {
            throw new MappingException("'message': '" + config.message().orElse("") + "' is '" + value
                    + "', which 'messages' does not have; it has "
                    + config.messages().keySet()
                    + ", and \"*\" stands for all others");
        }
        return kind;
    }

    private static String name(MessageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the element with JSON instead of the texts that contain it; an empty text is left as it is. */
    private Element parsed(Element element) {
        Element result = element;
        for (JsonPointer pointer : parse) {
            JsonNode text = result.json().at(pointer);
            if (text.isTextual() && !text.textValue().isBlank()) {
                JsonNode copy = result.json().deepCopy();
                if (copy.at(pointer.head()) instanceof ObjectNode around) {
                    around.set(pointer.last().getMatchingProperty(), json(text.textValue(), pointer));
                }
                result = result.with(copy);
            }
        }
        return result;
    }

    private static JsonNode json(String text, JsonPointer pointer) {
        String origin = "'parse': the text at '" + pointer + "'";
        try {
            List<Document> parsed = Documents.parse(text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, origin);
            if (parsed.size() == 1) {
                return parsed.get(0).json();
            }
            throw new MappingException(origin + " has several JSON values");
        } catch (RefusedException e) {
            throw new MappingException(e.getMessage() + "");
        }
    }
}
