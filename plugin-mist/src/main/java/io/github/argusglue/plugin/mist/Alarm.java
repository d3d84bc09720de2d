package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An alarm, as far as it is shown. What tells of clients and users is not read.
 *
 * @param group which kind of alarms it belongs to, see {@link AlarmsConfig}
 * @param since when it was raised
 * @param lastSeen when it last happened
 * @param site id of the site; empty for an alarm of the whole organisation
 * @param macs addresses of the devices, sorted
 * @param hostnames names of the devices
 * @param parts ports or peers of the device, sorted
 * @param state whether the cloud says that it is over
 * @param resolvedAt when it was over; null if the cloud does not say
 * @param acknowledgedAt when it was acknowledged; null if it is not
 * @param acknowledgedBy who has acknowledged it; may be empty
 * @param note what was written with the acknowledgement; may be empty
 */
record Alarm(
        String id,
        String type,
        String group,
        String severity,
        Instant since,
        Instant lastSeen,
        String site,
        List<String> macs,
        List<String> hostnames,
        List<String> parts,
        State state,
        @Nullable Instant resolvedAt,
        @Nullable Instant acknowledgedAt,
        String acknowledgedBy,
        String note) {

    /** Whether an alarm is over, as far as it says. */
    enum State {
        OPEN,
        RESOLVED,
        NONE
    }

    /** Reads a row of the search; empty if it lacks what makes it an alarm. */
    static Optional<Alarm> of(JsonNode row) {
        String id = Json.text(row, "id");
        String type = Json.text(row, "type");
        Instant since = Json.time(row, "timestamp").orElse(null);
        if (id.isEmpty() || type.isEmpty() || since == null) {
            return Optional.empty();
        }
        List<String> macs = new ArrayList<>();
        for (String kind : List.of("aps", "switches", "gateways")) {
            Json.texts(row, kind).forEach(mac -> macs.add(Json.mac(mac)));
        }
        List<String> parts = new ArrayList<>(Json.texts(row, "port_ids"));
        parts.addAll(Json.texts(row, "port_id"));
        parts.addAll(Json.texts(row, "peer"));
        return Optional.of(new Alarm(
                id,
                type,
                Json.text(row, "group"),
                Json.text(row, "severity").toLowerCase(Locale.ROOT),
                since,
                Json.time(row, "last_seen").filter(seen -> seen.isAfter(since)).orElse(since),
                Json.text(row, "site_id"),
                sorted(macs),
                Collections.unmodifiableList(Json.texts(row, "hostnames")),
                sorted(parts),
                state(row),
                Json.time(row, "resolved_time").orElse(null),
                row.path("acked").asBoolean(false)
                        ? Json.time(row, "acked_time").orElse(since)
                        : null,
                Json.text(row, "ack_admin_name"),
                Json.text(row, "note")));
    }

    private static State state(JsonNode row) {
        String status = Json.text(row, "status");
        String state = status.isEmpty() ? Json.text(row.path("details"), "state") : status;
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "" -> State.NONE;
            // In details, 'validated' means that it was repaired and is being watched.
            case "resolved", "validated" -> State.RESOLVED;
            default -> State.OPEN;
        };
    }

    private static List<String> sorted(List<String> texts) {
        return List.copyOf(new TreeSet<>(texts));
    }
}
