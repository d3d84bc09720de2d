package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads events from a JSON stream. */
final class EventReader {
    private static final Map<String, EventType> TYPES =
            Arrays.stream(EventType.values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private EventReader() {}

    private static final class EventFields {
        private long pk;
        private long incident;
        private long actorPk;
        private String actor = "";
        private @Nullable Instant timestamp;
        private EventType type = EventType.UNKNOWN;
        private String description = "";
    }

    static IncidentEvent read(JsonParser json) throws IOException {
        EventFields fields = new EventFields();
        ArgusJson.object(json, "event", name -> field(json, name, fields));
        Instant timestamp = fields.timestamp;
        if (timestamp == null || fields.pk == 0 || fields.incident == 0) {
            throw ArgusJson.missing(fields.pk == 0 ? "pk" : timestamp == null ? "timestamp" : "incident");
        }
        return new IncidentEvent(
                fields.pk,
                fields.incident,
                0,
                fields.type,
                fields.actorPk,
                fields.actor,
                timestamp,
                fields.description);
    }

    private static void field(JsonParser json, String name, EventFields fields) throws IOException {
        switch (name) {
            case "pk" -> fields.pk = ArgusJson.number(json, name);
            case "incident" -> fields.incident = ArgusJson.number(json, name);
            case "timestamp" -> fields.timestamp = ArgusJson.time(json, name);
            case "description" -> fields.description = ArgusJson.text(json, name);
            case "actor" ->
                ArgusJson.object(json, name, inner -> {
                    switch (inner) {
                        case "pk" -> fields.actorPk = ArgusJson.number(json, "actor.pk");
                        case "username" -> fields.actor = ArgusJson.text(json, "actor.username");
                        default -> json.skipChildren();
                    }
                });
            case "type" ->
                ArgusJson.object(json, name, inner -> {
                    if ("value".equals(inner)) {
                        fields.type = TYPES.getOrDefault(ArgusJson.text(json, "type.value"), EventType.UNKNOWN);
                    } else {
                        json.skipChildren();
                    }
                });
            default -> json.skipChildren();
        }
    }
}
