package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.aruba.alert.AccessPoint;
import io.github.argusglue.plugin.aruba.alert.VendorAlert;
import io.github.argusglue.plugin.aruba.alert.VendorTime;
import io.github.argusglue.spi.Acknowledgement;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the rows of New Central's lists. A field that is missing, or of an unexpected type, is empty. */
final class CentralRows {
    static final String ALERT_PREFIX = "alert:";

    private CentralRows() {}

    private static String text(JsonNode row, String field) {
        return row.path(field).asText("").strip();
    }

    /** Returns what identifies an access point; empty if that is missing. */
    static String apId(JsonNode row) {
        String serial = text(row, "serialNumber");
        return serial.isEmpty() ? text(row, "macAddress") : serial;
    }

    /** Returns the id of an alert; empty if it is missing. */
    static String alertId(JsonNode row) {
        return text(row, "id");
    }

    static AccessPoint accessPoint(JsonNode row) {
        AccessPoint.State state = switch (text(row, "status").toUpperCase(Locale.ROOT)) {
            case "ONLINE", "UP" -> AccessPoint.State.UP;
            case "OFFLINE", "DOWN" -> AccessPoint.State.DOWN;
            default -> AccessPoint.State.UNKNOWN;
        };
        return new AccessPoint(
                text(row, "serialNumber"),
                text(row, "macAddress"),
                text(row, "deviceName"),
                text(row, "model"),
                text(row, "siteName"),
                text(row, "deviceGroupName"),
                state,
                VendorTime.parse(row.get("lastSeenAt")));
    }

    static boolean isCleared(JsonNode row) {
        return text(row, "status").equalsIgnoreCase("Cleared");
    }

    static boolean isDeferred(JsonNode row) {
        return text(row, "status").equalsIgnoreCase("Deferred");
    }

    /** @param now when an alert was deferred, if Central does not say */
    static VendorAlert alert(JsonNode row, Instant now) {
        Instant since = VendorTime.parse(row.get("createdAt"));
        return new VendorAlert(
                ALERT_PREFIX + alertId(row),
                new VendorAlert.Type(
                        text(row, "typeId"), text(row, "name"), text(row, "category"), text(row, "deviceType")),
                text(row, "severity"),
                text(row, "summary"),
                since,
                VendorAlert.Origin.UNKNOWN,
                isDeferred(row) ? deferral(row, since, now) : null);
    }

    private static Acknowledgement deferral(JsonNode row, @Nullable Instant since, Instant now) {
        Instant updated = VendorTime.parse(row.get("updatedAt"));
        Instant at = updated == null ? since : updated;
        return Acknowledgement.of(text(row, "updatedBy"), at == null ? now : at, "deferred in Central");
    }
}
