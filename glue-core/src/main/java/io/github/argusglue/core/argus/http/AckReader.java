package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentEvent;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads acknowledgements from a JSON stream. */
final class AckReader {
    private AckReader() {}

    private static final class AckFields {
        private @Nullable IncidentEvent event;
        private @Nullable Instant expiration;
    }

    static IncidentAck read(JsonParser json) throws IOException {
        AckFields fields = new AckFields();
        ArgusJson.object(json, "acknowledgement", name -> {
            switch (name) {
                case "event" -> fields.event = EventReader.read(json);
                case "expiration" -> {
                    String text = ArgusJson.textOrNull(json, name);
                    fields.expiration = text == null ? null : ArgusJson.time(text, name);
                }
                default -> json.skipChildren();
            }
        });
        IncidentEvent event = fields.event;
        if (event == null) {
            throw ArgusJson.missing("event");
        }
        return new IncidentAck(
                event.pk(), event.actorPk(), event.actor(), event.timestamp(), event.description(), fields.expiration);
    }
}
