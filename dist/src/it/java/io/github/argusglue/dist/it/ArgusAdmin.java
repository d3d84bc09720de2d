package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A person who uses Argus: what they do on its pages, done over its API. */
final class ArgusAdmin {
    private final URI api;
    private final String token;

    ArgusAdmin(URI argus, String token) {
        this.api = argus.resolve("/api/v2/");
        this.token = token;
    }

    void close(long pk) {
        post(
                pk,
                "events/",
                Map.of("type", "CLO", "timestamp", Instant.now().toString(), "description", "closed by hand"));
    }

    void acknowledge(long pk) {
        Map<String, Object> ack = new HashMap<>();
        ack.put("timestamp", Instant.now().toString());
        ack.put("description", "looking at it");
        ack.put("expiration", null);
        post(pk, "acks/", ack);
    }

    void tag(long pk, String keyAndValue) {
        post(pk, "tags/", Map.of("tag", keyAndValue));
    }

    void setTicket(long pk, String url) {
        Json.send("PATCH", incident(pk, ""), token, Map.of("ticket_url", url));
    }

    private JsonNode post(long pk, String what, Map<String, ?> body) {
        return Json.send("POST", incident(pk, what), token, body);
    }

    private URI incident(long pk, String what) {
        return api.resolve("incidents/" + pk + "/" + what);
    }
}
