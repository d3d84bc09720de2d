package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentContent;
import io.github.argusglue.spi.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of requests to Argus. */
final class RequestBodies {
    private final JsonFactory json = new JsonFactory();

    /** Writes the fields of an object. */
    @FunctionalInterface
    private interface ObjectWriter {
        void write(JsonGenerator out) throws IOException;
    }

    byte[] create(String sourceIncidentId, IncidentContent incident, Instant start) throws IOException {
        return object(out -> {
            out.writeStringField("start_time", time(start));
            // Null means that it is stateless, which is not the same as open.
            out.writeStringField("end_time", incident.stateful() ? "infinity" : null);
            text(out, "source_incident_id", sourceIncidentId);
            out.writeNumberField("level", incident.level());
            text(out, "description", incident.description());
            tags(out, incident.tags());
            text(out, "details_url", incident.detailsUrl());
            if (!incident.ticketUrl().isEmpty()) {
                // Argus rejects an empty ticket.
                text(out, "ticket_url", incident.ticketUrl());
            }
            out.writeFieldName("metadata");
            any(out, incident.metadata());
        });
    }

    /** Writes the fields that PATCH accepts. It rejects an empty ticket, see {@link #ticket}. */
    byte[] change(IncidentChange change) throws IOException {
        return object(out -> {
            Integer level = change.level();
            if (level != null) {
                out.writeNumberField("level", level);
            }
            text(out, "description", change.description());
            text(out, "details_url", change.detailsUrl());
            String ticket = change.ticketUrl();
            if (ticket != null && !ticket.isEmpty()) {
                text(out, "ticket_url", ticket);
            }
            List<Tag> tags = change.tags();
            if (tags != null) {
                tags(out, tags);
            }
            Map<String, Object> metadata = change.metadata();
            if (metadata != null) {
                out.writeFieldName("metadata");
                any(out, metadata);
            }
        });
    }

    byte[] ticket(String url) throws IOException {
        return object(out -> text(out, "ticket_url", url));
    }

    byte[] login(String username, String password) throws IOException {
        return object(out -> {
            text(out, "username", username);
            text(out, "password", password);
        });
    }

    byte[] event(EventType type, Instant timestamp, String description) throws IOException {
        return object(out -> {
            out.writeStringField("type", type.name());
            out.writeStringField("timestamp", time(timestamp));
            text(out, "description", description);
        });
    }

    byte[] ack(Instant timestamp, String description, @Nullable Instant expiration) throws IOException {
        return object(out -> {
            out.writeStringField("timestamp", time(timestamp));
            text(out, "description", description);
            out.writeStringField("expiration", expiration == null ? null : time(expiration));
        });
    }

    byte[] expiration(@Nullable Instant expiration) throws IOException {
        return object(out -> out.writeStringField("expiration", expiration == null ? null : time(expiration)));
    }

    /** Returns a time with the precision of Argus, microseconds. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private byte[] object(ObjectWriter fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, wellFormed(value));
        }
    }

    /**
     * Replaces unpaired surrogates, which cutting a text can leave: they have no UTF-8 encoding, and Argus fails on
     * them.
     */
    static String wellFormed(String text) {
        return text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))
                ? text
                : text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static void tags(JsonGenerator out, List<Tag> tags) throws IOException {
        out.writeArrayFieldStart("tags");
        for (Tag tag : tags) {
            out.writeStartObject();
            text(out, "tag", tag.toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void any(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(wellFormed(String.valueOf(entry.getKey())));
                any(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> values) {
            out.writeStartArray();
            for (Object element : values) {
                any(out, element);
            }
            out.writeEndArray();
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            scalar(out, value);
        } else {
            out.writeString(wellFormed(value.toString()));
        }
    }

    private static void scalar(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            out.writeNumber(((Number) value).doubleValue());
        } else {
            // The other number types of the JDK print valid JSON.
            out.writeRawValue(String.valueOf(value));
        }
    }
}
