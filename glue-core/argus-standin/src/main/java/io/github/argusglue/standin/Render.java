package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders the stand-in's objects as Argus does. */
final class Render {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> DISPLAY = Map.of(
            "STA", "Incident start",
            "END", "Incident end",
            "CHI", "Incident change",
            "RES", "Incident restart",
            "CLO", "Close",
            "REO", "Reopen",
            "ACK", "Acknowledge",
            "OTH", "Other",
            "LES", "Stateless");

    private Render() {}

    static boolean isEventType(String type) {
        return DISPLAY.containsKey(type);
    }

    static ObjectNode incident(StoredIncident incident, Instant now) {
        ObjectNode node = NODES.objectNode()
                .put("pk", incident.pk)
                .put("start_time", Times.format(incident.start))
                .put("end_time", end(incident.end));
        node.set("source", source(incident.source));
        node.put("source_incident_id", incident.sourceIncidentId)
                .put("details_url", incident.detailsUrl)
                .put("description", incident.description)
                .put("level", incident.level)
                .put("ticket_url", incident.ticketUrl)
                .set("metadata", incident.metadata);
        ArrayNode tags = node.putArray("tags");
        for (StoredTag tag : incident.tags.values()) {
            tags.addObject()
                    .put("added_by", tag.addedBy())
                    .put("added_time", Times.format(tag.addedTime()))
                    .put("tag", tag.text());
        }
        return node.put("stateful", incident.isStateful())
                .put("open", incident.isOpen(now))
                .put("acked", incident.isAcked(now));
    }

    private static @Nullable String end(@Nullable Instant end) {
        if (end == null) {
            return null;
        }
        return end.equals(Instant.MAX) ? "infinity" : Times.format(end);
    }

    static ObjectNode source(SourceSystem source) {
        ObjectNode node = NODES.objectNode().put("pk", source.pk()).put("name", source.name());
        node.putObject("type").put("name", "generic");
        return node.put("user", source.userPk()).put("base_url", "");
    }

    static ObjectNode event(StoredEvent event) {
        ObjectNode node = NODES.objectNode().put("pk", event.pk()).put("incident", event.incident().pk);
        node.putObject("actor")
                .put("pk", event.actor().pk())
                .put("username", event.actor().name());
        node.put("timestamp", Times.format(event.timestamp())).put("received", Times.format(event.received()));
        node.putObject("type").put("value", event.type()).put("display", DISPLAY.get(event.type()));
        return node.put("description", event.description());
    }

    static ObjectNode ack(StoredAck ack) {
        ObjectNode node = NODES.objectNode().put("pk", ack.event.pk());
        node.set("event", event(ack.event));
        Instant expiration = ack.expiration;
        return node.put("expiration", expiration == null ? null : Times.format(expiration));
    }

    static ObjectNode user(Account account) {
        return NODES.objectNode()
                .put("username", account.name())
                .put("first_name", "")
                .put("last_name", "")
                .put("email", "");
    }
}
