package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An alert of the simulated Central (classic). Guarded by the stand-in that has it. */
final class ClassicRecord {
    final String id;
    final int nid;
    final String type;
    final String device;
    final String name;
    final long created;
    long timestamp;
    String state = "Open";
    String severity = "Major";
    String text;
    String connection = "";
    String acknowledgedBy = "";
    long acknowledgedAt;

    ClassicRecord(String id, int nid, String type, String device, String name, long created, String text) {
        this.id = id;
        this.nid = nid;
        this.type = type;
        this.device = device;
        this.name = name;
        this.created = created;
        this.timestamp = created;
        this.text = text;
    }

    ObjectNode row() {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", type)
                .put("nid", nid)
                .put("setting_id", "5000001-" + nid)
                .put("state", state)
                .put("severity", severity)
                .put("timestamp", timestamp)
                .put("created_timestamp", created)
                .put("device_id", device)
                .put("group_name", "campus")
                .put("description", text)
                .put("acknowledged", !acknowledgedBy.isEmpty());
        row.putArray("labels");
        if (!acknowledgedBy.isEmpty()) {
            row.put("acknowledged_by", acknowledgedBy).put("acknowledged_timestamp", acknowledgedAt);
        }
        ObjectNode details = row.putObject("details");
        details.putArray("params").add(name);
        if (!connection.isEmpty()) {
            details.put("conn_status", connection);
        }
        return row;
    }
}
