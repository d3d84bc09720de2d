package io.github.argusglue.core.argus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person at any Argus, stand-in or real, over its API. */
public final class HttpArgusPeople implements ArgusPeople {
    private final RawApi api;
    private final String name;

    /** Logs in. */
    public HttpArgusPeople(URI url, String name, String password) {
        this.api = RawApi.ofPerson(url, name, password);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String token() {
        return api.token();
    }

    @Override
    public void close(long pk, String description) {
        event(pk, "CLO", description);
    }

    @Override
    public void reopen(long pk, String description) {
        event(pk, "REO", description);
    }

    @Override
    public void acknowledge(long pk, String description, @Nullable Instant expiration) {
        ObjectNode body = object().put("timestamp", Instant.now().toString())
                .put("description", description)
                .put("expiration", expiration == null ? null : expiration.toString());
        send("POST", pk, "acks/", body);
    }

    @Override
    public void addTag(long pk, String tag) {
        send("POST", pk, "tags/", object().put("tag", tag));
    }

    @Override
    public void setTicket(long pk, String url) {
        send("PUT", pk, "ticket_url/", object().put("ticket_url", url));
    }

    private void event(long pk, String type, String description) {
        send("POST", pk, "events/", object().put("type", type).put("description", description));
    }

    private void send(String method, long pk, String path, ObjectNode body) {
        RawApi.RawReply reply = api.send(method, "/api/v2/incidents/" + pk + "/" + path, body.toString());
        if (reply.status() >= 300) {
            throw new IllegalStateException(method + " " + path + " on incident " + pk + ": " + reply);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
