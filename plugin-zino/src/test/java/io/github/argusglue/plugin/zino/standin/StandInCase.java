package io.github.argusglue.plugin.zino.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One case of a {@link StandInZino}; guarded by it. */
final class StandInCase {
    /**
     * Attributes in the order of Zino's output. Type-specific attributes follow in the order in which they were given.
     */
    private static final List<String> COMMON = List.of(
            "id",
            "router",
            "type",
            "state",
            "opened",
            "updated",
            "closed",
            "priority",
            "lastevent",
            "lasttrans",
            "flaps",
            "ac-down",
            "polladdr");

    final long number;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final List<String> history = new ArrayList<>();
    boolean fails;

    StandInCase(long number, String router, String type, Map<String, String> given, Instant now) {
        this.number = number;
        COMMON.forEach(name -> attributes.put(name, ""));
        attributes.put("id", String.valueOf(number));
        attributes.put("router", router);
        attributes.put("type", type);
        attributes.put("state", "open");
        attributes.put("opened", seconds(now));
        attributes.put("updated", seconds(now));
        attributes.put("priority", "100");
        attributes.put("polladdr", "192.0.2.1");
        attributes.putAll(given);
        // Text of the router itself follows what Zino has found out.
        String description = attributes.remove("descr");
        if (description != null) {
            attributes.put("descr", description);
        }
        history.add(seconds(now) + " state change embryonic -> open (monitor)");
    }

    static String seconds(Instant at) {
        return String.valueOf(at.getEpochSecond());
    }

    String state() {
        return attributes.getOrDefault("state", "");
    }

    /** Returns the block. Attributes without a value are omitted, except the name of the port. */
    String block() {
        StringBuilder text = new StringBuilder("303 simple attributes follow, terminated with '.'\r\n");
        attributes.forEach((name, value) -> {
            if (!value.isEmpty() || name.equals("port")) {
                text.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return text.append(fails ? "500 internal error\r\n" : ".\r\n").toString();
    }
}
