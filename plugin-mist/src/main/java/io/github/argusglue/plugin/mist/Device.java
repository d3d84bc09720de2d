package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the inventory. The claim code ({@code magic}) is not read: whoever has it can claim the device.
 *
 * @param mac without separators, in lower case
 * @param type {@code ap}, {@code switch}, {@code gateway}
 * @param site id of the site; empty if it is assigned to none
 * @param disconnectedAt when it was last disconnected; null if Mist does not say. It stays after a reconnect
 */
record Device(
        String mac,
        String name,
        String type,
        String model,
        String serial,
        String site,
        boolean connected,
        @Nullable Instant disconnectedAt) {

    /** Reads a row; empty if it lacks what makes it one. */
    static Optional<Device> of(JsonNode row) {
        String mac = Json.mac(Json.text(row, "mac"));
        String type = Json.text(row, "type").toLowerCase(Locale.ROOT);
        JsonNode connected = row.path("connected");
        if (mac.isEmpty() || type.isEmpty() || !connected.isBoolean()) {
            return Optional.empty();
        }
        String name = Json.text(row, "name");
        String hostname = Json.text(row, "hostname");
        return Optional.of(new Device(
                mac,
                !name.isEmpty() ? name : hostname.isEmpty() ? mac : hostname,
                type,
                Json.text(row, "model"),
                Json.text(row, "serial"),
                Json.text(row, "site_id"),
                connected.booleanValue(),
                Json.time(row, "last_disconnected").orElse(null)));
    }
}
