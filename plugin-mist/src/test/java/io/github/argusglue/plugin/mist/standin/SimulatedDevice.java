package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the inventory. Guarded by the lock of the organisation. */
final class SimulatedDevice {
    final String mac;
    final String type;
    String name;

    @Nullable
    String site;

    boolean connected = true;

    @Nullable
    Instant lastDisconnected;
    /** Makes the row lack what every row has. */
    boolean unreadable;

    SimulatedDevice(String mac, String type, String name, String site) {
        this.mac = mac;
        this.type = type;
        this.name = name;
        this.site = site;
    }

    /** @param tellsSince whether the cloud is new enough to say since when a device is disconnected */
    ObjectNode json(String org, boolean tellsSince) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put(
                "id",
                UUID.nameUUIDFromBytes(mac.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        row.put("mac", mac)
                .put("serial", "S" + mac.toUpperCase(java.util.Locale.ROOT))
                .put("model", type.equals("ap") ? "AP45" : type.equals("switch") ? "EX4100" : "SRX320")
                .put("name", name)
                .put("type", type)
                .put("org_id", org)
                .put("magic", StandInMist.CLAIM_CODE)
                .put("created_time", 1_600_000_000.0)
                .put("modified_time", 1_600_000_000.0)
                .put("adopted", true);
        if (!unreadable) {
            row.put("connected", connected);
        }
        if (site != null) {
            row.put("site_id", site);
        }
        if (tellsSince && lastDisconnected != null) {
            row.put("last_disconnected", lastDisconnected.getEpochSecond());
        }
        return row;
    }
}
