package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A mapping with few keys; single quotes in its documents stand for double ones. */
final class MappingTable {
    static final Instant RECEIVED = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, Object> keys = new HashMap<>();

    /** Sets a key, named as the component of {@link MappingConfig}. */
    MappingTable with(String key, Object value) {
        keys.put(key, value);
        return this;
    }

    MappingConfig config() {
        RecordComponent[] components = MappingConfig.class.getRecordComponents();
        Object[] values = Arrays.stream(components).map(this::value).toArray();
        try {
            return (MappingConfig) MappingConfig.class.getConstructors()[0].newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the canonical constructor", e);
        }
    }

    private Object value(RecordComponent component) {
        Object given = keys.get(component.getName());
        if (component.getType() == Optional.class) {
            return Optional.ofNullable(given);
        } else if (given != null) {
            return given;
        }
        return component.getType() == List.class ? List.of() : Map.of();
    }

    MappingResult apply(String json) throws RefusedException {
        return config().mapping().apply(document(json));
    }

    /** Returns the messages as text with single quotes. */
    String messages(String json) throws RefusedException {
        return apply(json).messages().stream()
                .map(message -> Documents.text(message).replace('"', '\''))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the content of the only message. */
    JsonNode only(String json) throws RefusedException {
        List<JsonNode> messages = apply(json).messages();
        if (messages.size() != 1) {
            throw new AssertionError(messages);
        }
        JsonNode message = messages.get(0);
        for (String kind : List.of("open", "close", "notice")) {
            if (message.has(kind)) {
                return message.get(kind);
            }
        }
        return message;
    }

    static Document document(String json) throws RefusedException {
        byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Documents.parse(text, RECEIVED, "POST").get(0);
    }
}
