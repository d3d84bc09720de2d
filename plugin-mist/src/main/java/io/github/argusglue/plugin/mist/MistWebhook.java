package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import java.io.IOException;
import java.util.Set;

/** A webhook of Mist only says that something has changed: its events arrive late, twice, or not at all. */
final class MistWebhook implements WebhookHandler {
    private static final Set<String> TOPICS = Set.of("alarms", "device-updowns", "device-events");

    private final ObjectMapper json = new ObjectMapper();
    private final Runnable changed;

    MistWebhook(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void onRequest(WebhookRequest request) {
        JsonNode body;
        try {
            body = json.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("this is not JSON", e);
        }
        String topic = Json.text(body, "topic");
        if (topic.isEmpty() || !body.path("events").isArray()) {
            throw new IllegalArgumentException("this is no webhook of Mist: it has no 'topic' or no 'events'");
        }
        if (TOPICS.contains(topic) && !body.path("events").isEmpty()) {
            changed.run();
        }
    }
}
