package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.plugin.generic.message.JsonValue.JsonFields;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads alerts and notices of the documented format. */
final class AlertFormat {
    private static final List<String> ALERT = List.of(
            "key",
            "id",
            "start",
            "level",
            "description",
            "tags",
            "details_url",
            "ticket_url",
            "metadata",
            "acknowledgement",
            "suppressed",
            "scope",
            "ttl",
            "incident_id");
    private static final List<String> NOTICE = List.of("id", "time", "level", "description", "tags", "details_url");
    private static final int LEVELS = 5;

    /** A start later than this would hide the occurrences that follow. Clocks may differ by less. */
    private static final Duration FUTURE = Duration.ofHours(1);

    private AlertFormat() {}

    /**
     * Reads an alert.
     *
     * @param outerScope scope of the message; null for none
     * @param outerTtl time to live that the message has beside the alert; null for none
     * @param at time of the message
     * @param received when it arrived
     */
    static OpenAlert open(
            JsonValue value, @Nullable String outerScope, @Nullable Duration outerTtl, Instant at, Instant received)
            throws RefusedException {
        JsonFields fields = value.object(ALERT);
        AlertName name = name(fields);
        Instant start = time(fields, "start");
        if (start == null && !name.numbered()) {
            throw RefusedException.invalidAt(
                    value.pointer(), "'start' is missing: an alert with a 'key' needs the time when it began");
        } else if (start != null && start.isAfter(received.plus(FUTURE))) {
            throw fields.require("start").refused("a time that is not in the future");
        }
        String scope = fields.get("scope").isPresent() ? fields.require("scope").text() : outerScope;
        if (outerScope != null && !outerScope.equals(scope)) {
            throw fields.require("scope").refused("the scope of the message, '" + outerScope + "'");
        }
        Optional<JsonValue> inner = fields.get("ttl");
        if (outerTtl != null && inner.isPresent()) {
            throw inner.get().refused("'ttl' only once: here, or beside 'open'");
        }
        Duration ttl = inner.isPresent() ? inner.get().duration() : outerTtl;
        ObjectNode json = MessageReader.withoutNulls(value.node());
        if (scope != null) {
            json.put("scope", scope);
        }
        if (ttl != null) {
            json.put("ttl", ttl.toSeconds() + "s");
        }
        Alert described = alert(new JsonValue(json, value.pointer()), start == null ? at : start)
                .build();
        return new OpenAlert(name, start, ttl, scope, Documents.text(json), described);
    }

    /** Returns an alert from the JSON text of an {@link OpenAlert}. */
    static Alert.Builder alert(String json, Instant start) {
        try {
            return alert(new JsonValue(Documents.parse(json), ""), start);
        } catch (RefusedException e) {
            throw new IllegalStateException("an alert that was valid before: " + e.getMessage(), e);
        }
    }

    static AlertName name(JsonFields fields) throws RefusedException {
        boolean numbered = fields.get("id").isPresent();
        if (numbered == fields.get("key").isPresent()) {
            throw RefusedException.invalidAt(
                    fields.object().pointer(),
                    "expected either 'key' (the problem, with 'start') or 'id' (one occurrence), got "
                            + Documents.excerpt(fields.object().node()));
        }
        return new AlertName(fields.require(numbered ? "id" : "key").text(), numbered);
    }

    private static Alert.Builder alert(JsonValue value, Instant start) throws RefusedException {
        JsonFields fields = value.object(ALERT);
        AlertName name = name(fields);
        AlertId id = name.occurrence(start);
        if (fields.get("incident_id").isPresent()) {
            JsonValue incidentId = fields.require("incident_id");
            if (!name.numbered()) {
                throw RefusedException.invalidAt(incidentId.pointer(), "only possible with 'id', not with 'key'");
            }
            id = id.withIncidentId(incidentId.text());
        }
        Alert.Builder alert = Alert.builder(id, start)
                .description(fields.require("description").text())
                .severity(level(fields, Severity.MODERATE));
        for (Tag tag : tags(fields)) {
            alert.tag(tag);
        }
        if (fields.get("details_url").isPresent()) {
            alert.detailsUrl(fields.require("details_url").url());
        }
        if (fields.get("ticket_url").isPresent()) {
            alert.ticketUrl(fields.require("ticket_url").url());
        }
        if (fields.get("metadata").isPresent()) {
            alert.metadata(metadata(fields.require("metadata")));
        }
        if (fields.get("acknowledgement").isPresent()) {
            alert.acknowledgement(acknowledgement(fields.require("acknowledgement")));
        }
        if (fields.get("suppressed").isPresent()) {
            alert.suppressed(suppression(fields.require("suppressed")));
        }
        if (fields.get("scope").isPresent()) {
            alert.scope(fields.require("scope").text());
        }
        return alert;
    }

    static Notice notice(JsonValue value, Instant at) throws RefusedException {
        JsonFields fields = value.object(NOTICE);
        Instant time = time(fields, "time");
        Notice.Builder notice = Notice.builder(fields.require("id").text(), time == null ? at : time)
                .description(fields.require("description").text())
                .severity(level(fields, Severity.INFORMATION));
        for (Tag tag : tags(fields)) {
            notice.tag(tag.key(), tag.value());
        }
        if (fields.get("details_url").isPresent()) {
            notice.detailsUrl(fields.require("details_url").url());
        }
        return notice.build();
    }

    static @Nullable Instant time(JsonFields fields, String name) throws RefusedException {
        Optional<JsonValue> value = fields.get(name);
        return value.isPresent() ? value.get().time() : null;
    }

    private static Severity level(JsonFields fields, Severity otherwise) throws RefusedException {
        Optional<JsonValue> value = fields.get("level");
        return value.isPresent() ? Severity.ofLevel(value.get().number(LEVELS)) : otherwise;
    }

    private static List<Tag> tags(JsonFields fields) throws RefusedException {
        List<Tag> tags = new ArrayList<>();
        Optional<JsonValue> value = fields.get("tags");
        if (value.isPresent()) {
            for (Map.Entry<String, JsonValue> tag : value.get().fields().entrySet()) {
                JsonValue texts = tag.getValue();
                for (JsonValue text : texts.node().isArray() ? texts.elements() : List.of(texts)) {
                    tags.add(tag(tag.getKey(), text));
                }
            }
        }
        return tags;
    }

    private static Tag tag(String name, JsonValue value) throws RefusedException {
        String text = value.text();
        try {
            return Tag.of(name, text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalidAt(value.pointer(), e.getMessage() + "");
        }
    }

    private static Map<String, Object> metadata(JsonValue value) throws RefusedException {
        if (!value.node().isObject()) {
            throw value.refused("an object");
        }
        // With its nulls: who reads metadata can demand that a field is there.
        return Documents.MAPPER.convertValue(value.node(), new TypeReference<Map<String, Object>>() {});
    }

    private static Acknowledgement acknowledgement(JsonValue value) throws RefusedException {
        JsonFields fields = value.object(List.of("by", "at", "text", "until"));
        Acknowledgement acknowledgement =
                Acknowledgement.of(fields.textOr("by", ""), fields.require("at").time(), fields.textOr("text", ""));
        Instant until = time(fields, "until");
        return until == null ? acknowledgement : acknowledgement.until(until);
    }

    private static Suppression suppression(JsonValue value) throws RefusedException {
        JsonFields fields = value.object(List.of("reason", "by", "until"));
        Suppression suppression = Suppression.of(fields.textOr("reason", "")).by(fields.textOr("by", ""));
        Instant until = time(fields, "until");
        return until == null ? suppression : suppression.until(until);
    }
}
