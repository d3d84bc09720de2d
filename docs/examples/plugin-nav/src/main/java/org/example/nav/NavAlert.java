package org.example.nav;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert as NAV's REST API shows it.
 *
 * @param stateless whether it has no end, as a warning
 * @param end when it ended; empty if it is open or stateless
 * @param alertType empty if it has none
 * @param meaning what NAV says about alerts of this type in general
 * @param netbox number of the device, if it is about one
 * @param subid number of the interface, if {@code subjectType} is {@code Interface}
 * @param page path of its page in NAV
 */
record NavAlert(
        long id,
        boolean stateless,
        Instant start,
        Optional<Instant> end,
        Severity severity,
        String eventType,
        Optional<String> alertType,
        String meaning,
        String subject,
        String subjectType,
        String subjectUrl,
        String subid,
        Optional<Long> netbox,
        boolean onMaintenance,
        Optional<Acknowledgement> acknowledgement,
        String page) {

    /** Reads an alert; fails if anything is missing. */
    static NavAlert read(JsonNode alert, NavTime times) {
        JsonNode end = alert.required("end_time");
        boolean over = !end.isNull() && !end.asText().equals("infinity");
        JsonNode eventType = alert.required("event_type");
        Optional<JsonNode> alertType = present(alert, "alert_type");
        String event = eventType.required("id").asText();
        return new NavAlert(
                alert.required("id").longValue(),
                end.isNull(),
                times.read(alert.required("start_time")),
                over ? Optional.of(times.read(end)) : Optional.empty(),
                Severity.ofLevel(alert.required("severity").asInt()),
                event,
                alertType.map(type -> type.required("name").asText()),
                alertType.orElse(eventType).required("description").asText(),
                alert.required("subject").asText(),
                alert.required("subject_type").asText(),
                alert.required("subject_url").asText(""),
                alert.required("subid").asText(),
                present(alert, "netbox").map(JsonNode::longValue),
                // Alerts about maintenance itself count, too: they say nothing else.
                alert.required("on_maintenance").asBoolean() || event.equals("maintenanceState"),
                present(alert, "acknowledgement")
                        .map(ack -> Acknowledgement.of(
                                ack.required("account").required("login").asText(),
                                times.read(ack.required("date")),
                                ack.required("comment").asText())),
                alert.required("event_details_url").asText());
    }

    private static Optional<JsonNode> present(JsonNode object, String field) {
        JsonNode value = object.required(field);
        return value.isNull() ? Optional.empty() : Optional.of(value);
    }

    boolean isOpen() {
        return !stateless && end.isEmpty();
    }
}
