package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the search for alarms. Guarded by the lock of the organisation. */
final class SimulatedAlarm {
    final String id;
    final String type;
    final String group;
    final String site;
    final @Nullable SimulatedDevice device;
    final String port;
    final Instant timestamp;
    Instant lastSeen;
    String severity;
    int count = 1;

    @Nullable
    Instant resolved;

    @Nullable
    Instant acknowledged;

    String acknowledgedBy = "";
    String note = "";
    boolean unreadable;

    SimulatedAlarm(
            String id,
            String type,
            String group,
            String severity,
            String site,
            @Nullable SimulatedDevice device,
            String port,
            Instant timestamp) {
        this.id = id;
        this.type = type;
        this.group = group;
        this.severity = severity;
        this.site = site;
        this.device = device;
        this.port = port;
        this.timestamp = timestamp;
        this.lastSeen = timestamp;
    }

    double seconds() {
        return timestamp.toEpochMilli() / 1000.0;
    }

    ObjectNode json(String org) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id)
                .put("type", type)
                .put("group", group)
                .put("severity", severity)
                .put("last_seen", lastSeen.toEpochMilli() / 1000.0)
                .put("count", count)
                .put("org_id", org)
                .put("site_id", site)
                .put("acked", acknowledged != null);
        if (!unreadable) {
            row.put("timestamp", seconds());
        }
        if (device != null) {
            String kind = switch (device.type) {
                case "switch" -> "switches";
                case "gateway" -> "gateways";
                default -> "aps";
            };
            row.set(kind, array(device.mac));
            row.set("hostnames", array(device.name));
        }
        if (!port.isEmpty()) {
            row.set("port_ids", array(port));
        }
        if (group.equals("marvis")) {
            row.put("status", resolved == null ? "open" : "resolved");
            row.put("resolved_time", resolved == null ? 0 : resolved.getEpochSecond());
        }
        if (acknowledged != null) {
            row.put("acked_time", acknowledged.getEpochSecond())
                    .put("ack_admin_name", acknowledgedBy)
                    .put("note", note);
        }
        return row;
    }

    private static ArrayNode array(String text) {
        return JsonNodeFactory.instance.arrayNode().add(text);
    }
}
