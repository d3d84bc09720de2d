package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Which devices of the inventory open an incident when they are disconnected.
 *
 * @param deviceTypes kinds of devices
 * @param downFor how long a device has to be disconnected
 * @param neverConnected whether devices count that were never connected
 */
record DevicesConfig(
        @Doc("Kinds of devices that open an incident when they are disconnected: `ap`, `switch`, `gateway`;"
                + " empty for none")
        @Default("[\"ap\", \"switch\", \"gateway\"]")
        List<DeviceType> deviceTypes,

        @Doc("How long a device has to be disconnected before it opens an incident, so that a restart opens none")
        @Default("2m")
        @Range(min = "0s", max = "24h")
        Duration downFor,

        @Doc("Whether a device that was never connected, such as one that waits for its installation, counts as"
                + " disconnected. Mist tells the two apart only if it says of others of this kind since when they are")
        @Default("true")
        boolean neverConnected) {

    DevicesConfig {
        deviceTypes = List.copyOf(deviceTypes);
    }

    /** What Mist manages. */
    enum DeviceType {
        AP,
        SWITCH,
        GATEWAY
    }

    boolean isOff() {
        return deviceTypes.isEmpty();
    }

    /** Returns the types as Mist writes them in a query. */
    String query() {
        return String.join(
                ",",
                deviceTypes.stream()
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
