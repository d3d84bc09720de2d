package io.github.argusglue.plugin.aruba.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access point as a cloud or controller lists it. Texts that the system does not give are empty; at least one of
 * serial, MAC address and name is there.
 *
 * @param serial serial number
 * @param mac MAC address
 * @param name name that people gave it
 * @param model model
 * @param site name of its site
 * @param group name of its group
 * @param state whether it works
 * @param downSince since when it has been down; null if it is not, or if the system does not say
 */
public record AccessPoint(
        String serial,
        String mac,
        String name,
        String model,
        String site,
        String group,
        State state,
        @Nullable Instant downSince) {

    /** Whether an access point works. */
    public enum State {
        UP,
        DOWN,
        /** The system does not say, or says what this plugin does not know. */
        UNKNOWN
    }

    /** Returns what identifies the access point, also when it gets another name. */
    public String key() {
        return "ap:" + (serial.isEmpty() ? mac.isEmpty() ? name : mac : serial);
    }

    /** Returns what people call it. */
    public String label() {
        return name.isEmpty() ? serial.isEmpty() ? mac : serial : name;
    }

    /** A start in the future is one of a clock that is wrong: it counts as unknown. */
    AccessPoint startedBefore(Instant now) {
        return downSince == null || !downSince.isAfter(now)
                ? this
                : new AccessPoint(serial, mac, name, model, site, group, state, null);
    }
}
