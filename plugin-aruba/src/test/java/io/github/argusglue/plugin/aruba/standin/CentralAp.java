package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access point of the simulated New Central.
 *
 * @param status {@code ONLINE}, {@code OFFLINE}, or something that only a test makes up
 * @param lastSeenAt null while it is online
 */
record CentralAp(
        String serial,
        String mac,
        String name,
        String site,
        String status,
        @Nullable Instant lastSeenAt) {

    CentralAp with(String newStatus, @Nullable Instant seen) {
        return new CentralAp(serial, mac, name, site, newStatus, seen);
    }

    ObjectNode row() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("serialNumber", serial)
                .put("macAddress", mac)
                .put("deviceName", name)
                .put("siteId", "site-id-of-" + site)
                .put("siteName", site)
                .put("status", status)
                .put("lastSeenAt", lastSeenAt == null ? null : lastSeenAt.toString())
                .put("uptimeInMillis", lastSeenAt == null ? 86_400_000L : 0L)
                .put("model", "AP-535")
                .put("ipv4", "192.0.2.7")
                .put("firmwareVersion", "10.7.0.0")
                .put("deviceGroupName", "campus")
                .put("role", "");
    }
}
