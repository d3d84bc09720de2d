package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person who uses Argus: does over the API what people do on its pages. */
public final class ArgusAdmin {
    private final URI api;
    private final String token;

    public ArgusAdmin(URI argus, String token) {
        this.api = argus.resolve("/api/v2/");
        this.token = token;
    }

    public void close(long pk) {
        post(
                pk,
                "events/",
                Map.of("type", "CLO", "timestamp", Instant.now().toString(), "description", "closed by hand"));
    }

    public void reopen(long pk) {
        post(pk, "events/", Map.of("type", "REO", "timestamp", Instant.now().toString(), "description", "not over"));
    }

    /** Acknowledges without an expiry; returns the acknowledgement's number. */
    public long acknowledge(long pk) {
        return acknowledge(pk, "looking at it", null);
    }

    /** Acknowledges until a time; null for no expiry. */
    public long acknowledge(long pk, String text, @Nullable Instant until) {
        Map<String, Object> ack = new HashMap<>();
        ack.put("timestamp", Instant.now().toString());
        ack.put("description", text);
        ack.put("expiration", until == null ? null : until.toString());
        return post(pk, "acks/", ack).path("pk").asLong();
    }

    /** Removes an acknowledgement by letting it expire, which Argus only allows slightly in the future. */
    void unacknowledge(long pk, long ackPk) {
        Json.send(
                "PATCH",
                incident(pk, "acks/" + ackPk + "/"),
                token,
                Map.of("expiration", Instant.now().plusSeconds(1).toString()));
    }

    public void tag(long pk, String keyAndValue) {
        post(pk, "tags/", Map.of("tag", keyAndValue));
    }

    public void setTicket(long pk, String url) {
        Json.send("PATCH", incident(pk, ""), token, Map.of("ticket_url", url));
    }

    private JsonNode post(long pk, String what, Map<String, ?> body) {
        return Json.send("POST", incident(pk, what), token, body);
    }

    private URI incident(long pk, String what) {
        return api.resolve("incidents/" + pk + "/" + what);
    }
}
