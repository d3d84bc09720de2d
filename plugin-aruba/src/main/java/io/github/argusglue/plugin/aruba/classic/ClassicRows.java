package io.github.argusglue.plugin.aruba.classic;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.aruba.alert.AccessPoint;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows of Central's lists. A field that is missing, or of an unexpected type, is empty. */
final class ClassicRows {
    static final String ALERT_PREFIX = "alert:";
    private static final Pattern SITE = Pattern.compile("(?:^|[,\\s])Site:\\s*([^,]+)");
    private static final Pattern ABOUT_CLIENTS = Pattern.compile("(?i).*(client|user).*");

    private ClassicRows() {}

    private static String text(JsonNode row, String field) {
        return row.path(field).asText("").strip();
    }

    /** Returns what identifies an access point; empty if that is missing. */
    static String apId(JsonNode row) {
        String serial = text(row, "serial");
        return serial.isEmpty() ? text(row, "macaddr") : serial;
    }

    static AccessPoint accessPoint(JsonNode row) {
        AccessPoint.State state = switch (text(row, "status").toUpperCase(Locale.ROOT)) {
            case "UP", "ONLINE" -> AccessPoint.State.UP;
            case "DOWN", "OFFLINE" -> AccessPoint.State.DOWN;
            default -> AccessPoint.State.UNKNOWN;
        };
        return new AccessPoint(
                text(row, "serial"),
                text(row, "macaddr"),
                text(row, "name"),
                text(row, "model"),
                text(row, "site"),
                text(row, "group_name"),
                state,
                null);
    }

    /**
     * Returns what identifies a record of an alert; empty if it has no id. Whether the end of an alert is a record of
     * its own, or replaces the first one, is not documented, so both are understood.
     */
    static String recordId(JsonNode row) {
        String id = text(row, "id");
        return id.isEmpty() ? "" : id + " " + text(row, "state") + " " + text(row, "timestamp");
    }

    /** Returns the alerts that are open, each once, by the newest of its records. */
    static List<Notification> open(List<JsonNode> rows) {
        Map<String, List<JsonNode>> byId = new LinkedHashMap<>();
        rows.forEach(row ->
                byId.computeIfAbsent(text(row, "id"), id -> new ArrayList<>()).add(row));
        List<Notification> open = new ArrayList<>();
        byId.forEach((id, records) -> {
            records.sort(Comparator.comparing(ClassicRows::at).thenComparing(row -> !isOpen(row)));
            JsonNode newest = records.get(records.size() - 1);
            if (isOpen(newest)) {
                open.add(notification(id, newest, since(records.get(0))));
            }
        });
        return open;
    }

    private static Instant at(JsonNode row) {
        Instant at = VendorTime.parse(row.get("timestamp"));
        return at == null ? Instant.MIN : at;
    }

    /** A device that is connected again is no problem, even if the alert's state still says so. */
    private static boolean isOpen(JsonNode row) {
        String connection = text(row.path("details"), "conn_status");
        return !connection.equalsIgnoreCase("reconnected")
                && !connection.equalsIgnoreCase("connected")
                && !text(row, "state").toLowerCase(Locale.ROOT).startsWith("close");
    }

    private static @Nullable Instant since(JsonNode row) {
        Instant created = VendorTime.parse(row.get("created_timestamp"));
        return created == null ? VendorTime.parse(row.get("timestamp")) : created;
    }

    /**
     * An open alert.
     *
     * @param id id in Central
     * @param device serial number of the device; empty if it is about none
     * @param acknowledgedBy who has acknowledged it; null if nobody has
     * @param acknowledgedAt when; null if nobody has, or Central does not say
     */
    record Notification(
            String id,
            VendorAlert.Type type,
            String severity,
            String text,
            @Nullable Instant since,
            String device,
            String name,
            String group,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {

        /** Returns the name of the site in the text; empty if there is none. */
        String site() {
            Matcher site = SITE.matcher(text);
            return site.find() ? site.group(1).strip() : "";
        }
    }

    private static Notification notification(String id, JsonNode row, @Nullable Instant since) {
        String type = text(row, "type");
        boolean acknowledged = row.path("acknowledged").asBoolean(false);
        return new Notification(
                id,
                // Classic has no categories; this one keeps the addresses and names of people out of Argus.
                new VendorAlert.Type(
                        text(row, "nid"), type, ABOUT_CLIENTS.matcher(type).matches() ? "Clients" : "", ""),
                text(row, "severity"),
                text(row, "description"),
                since,
                text(row, "device_id"),
                row.path("details").path("params").path(0).asText("").strip(),
                text(row, "group_name"),
                acknowledged ? text(row, "acknowledged_by") : null,
                acknowledged ? VendorTime.parse(row.get("acknowledged_timestamp")) : null);
    }
}
