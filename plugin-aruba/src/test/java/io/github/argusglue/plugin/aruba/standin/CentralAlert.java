package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert of the simulated New Central.
 *
 * @param typeId number of the kind
 * @param status {@code Active}, {@code Deferred} or {@code Cleared}
 * @param createdAt as it is written in the answer
 * @param updatedAt null if it was never changed, which is written as an empty text
 * @param updatedBy who changed the status; null if nobody did
 */
public record CentralAlert(
        String id,
        String typeId,
        String name,
        String category,
        String severity,
        String status,
        String summary,
        String createdAt,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {

    CentralAlert with(String newStatus, Instant at, @Nullable String by) {
        return new CentralAlert(id, typeId, name, category, severity, newStatus, summary, createdAt, at, by);
    }

    /** Returns it with another text. */
    public CentralAlert saying(String text) {
        return new CentralAlert(id, typeId, name, category, severity, status, text, createdAt, updatedAt, updatedBy);
    }

    /** Returns it as changed by somebody at this time. */
    public CentralAlert updated(Instant at, String by) {
        return with(status, at, by);
    }

    /** Returns it with another id. */
    public CentralAlert withId(String newId) {
        return new CentralAlert(
                newId, typeId, name, category, severity, status, summary, createdAt, updatedAt, updatedBy);
    }

    /** Returns it with another time of creation, as it is written. */
    public CentralAlert createdAt(String text) {
        return new CentralAlert(id, typeId, name, category, severity, status, summary, text, updatedAt, updatedBy);
    }

    ObjectNode row() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("key", "1d0f6f9a-94c5-4d43-9d6c-8a2f4a0c7f11")
                .put("typeId", typeId)
                .put("name", name)
                .put("category", category)
                .put("deviceType", "Access Point")
                .put("severity", severity)
                .put("priority", "Very High")
                .put("status", status)
                .put("summary", summary)
                .put("createdAt", createdAt)
                .put("updatedAt", updatedAt == null ? "" : updatedAt.toString())
                .put("updatedBy", updatedBy)
                .putNull("clearedReason")
                .put("type", "network-notifications/alerts");
    }
}
