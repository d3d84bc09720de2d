package io.github.argusglue.core.argus.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentTag;
import io.github.argusglue.spi.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads incidents from a JSON stream. One reader serves one listing: equal texts and tags are stored only once, so that
 * 100,000 incidents need little memory.
 */
final class IncidentReader {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Map<Long, IncidentTag>> tags = new HashMap<>();

    /** Fields of the incident that is being read. */
    private static final class ParsedIncident {
        private long pk;
        private String sourceIncidentId = "";
        private long sourcePk;
        private long sourceUser;
        private String sourceName = "";
        private @Nullable Instant start;
        private @Nullable Instant end;
        private long level;
        private String description = "";
        private List<IncidentTag> tags = List.of();
        private String detailsUrl = "";
        private String ticketUrl = "";
        private Map<String, Object> metadata = Map.of();
        private boolean acked;
    }

    IncidentRow read(JsonParser json) throws IOException {
        ParsedIncident fields = new ParsedIncident();
        ArgusJson.object(json, "incident", name -> field(json, name, fields));
        Instant start = fields.start;
        if (start == null || fields.pk == 0 || fields.sourceUser == 0) {
            throw ArgusJson.missing(fields.pk == 0 ? "pk" : start == null ? "start_time" : "source");
        }
        Incident incident = new Incident(
                fields.pk,
                fields.sourceIncidentId,
                fields.sourcePk,
                start,
                fields.end,
                (int) fields.level,
                fields.description,
                fields.tags,
                fields.detailsUrl,
                fields.ticketUrl,
                fields.metadata,
                fields.acked);
        return new IncidentRow(incident, fields.sourceUser, fields.sourceName);
    }

    private void field(JsonParser json, String name, ParsedIncident fields) throws IOException {
        switch (name) {
            case "pk" -> fields.pk = ArgusJson.number(json, name);
            case "start_time" -> fields.start = ArgusJson.time(json, name);
            case "end_time" -> fields.end = end(ArgusJson.textOrNull(json, name));
            case "source" -> ArgusJson.object(json, name, inner -> source(json, inner, fields));
            case "source_incident_id" -> fields.sourceIncidentId = ArgusJson.text(json, name);
            case "details_url" -> fields.detailsUrl = intern(ArgusJson.text(json, name));
            case "description" -> fields.description = intern(ArgusJson.text(json, name));
            case "level" -> fields.level = ArgusJson.number(json, name);
            case "ticket_url" -> fields.ticketUrl = intern(ArgusJson.text(json, name));
            case "metadata" -> fields.metadata = metadata(json);
            case "tags" -> fields.tags = tags(json);
            case "acked" -> fields.acked = ArgusJson.flag(json, name);
            default -> json.skipChildren();
        }
    }

    private static @Nullable Instant end(@Nullable String text) throws IOException {
        if (text == null) {
            return null;
        }
        return "infinity".equals(text) ? Instant.MAX : ArgusJson.time(text, "end_time");
    }

    private void source(JsonParser json, String name, ParsedIncident fields) throws IOException {
        switch (name) {
            case "pk" -> fields.sourcePk = ArgusJson.number(json, "source.pk");
            case "user" -> fields.sourceUser = ArgusJson.number(json, "source.user");
            case "name" -> fields.sourceName = intern(ArgusJson.text(json, "source.name"));
            default -> json.skipChildren();
        }
    }

    /** Reads metadata. Argus accepts any JSON; what is not an object was not written by us. */
    private static Map<String, Object> metadata(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Map.of();
        }
        Map<String, Object> metadata = new HashMap<>();
        ArgusJson.object(json, "metadata", name -> put(metadata, name, ArgusJson.any(json)));
        return metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(metadata);
    }

    @SuppressWarnings("NullAway") // JSON null is an ordinary value here
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
    }

    private List<IncidentTag> tags(JsonParser json) throws IOException {
        List<Optional<IncidentTag>> found = ArgusJson.array(json, "tags", element -> Optional.ofNullable(tag(element)));
        return found.stream().flatMap(Optional::stream).toList();
    }

    private @Nullable IncidentTag tag(JsonParser json) throws IOException {
        String[] text = {""};
        long[] addedBy = {0};
        ArgusJson.object(json, "tags[]", name -> {
            switch (name) {
                case "tag" -> text[0] = ArgusJson.text(json, "tag");
                case "added_by" -> addedBy[0] = ArgusJson.number(json, "added_by");
                default -> json.skipChildren();
            }
        });
        return tags.computeIfAbsent(text[0], key -> new HashMap<>())
                .computeIfAbsent(addedBy[0], by -> tag(text[0], by));
    }

    /** Returns null for a tag that cannot have been created through the API. */
    private static @Nullable IncidentTag tag(String text, long addedBy) {
        int equals = text.indexOf('=');
        if (equals <= 0 || !Tag.fitKey(text.substring(0, equals)).equals(text.substring(0, equals))) {
            return null;
        }
        return new IncidentTag(new Tag(text.substring(0, equals), text.substring(equals + 1)), addedBy);
    }

    private String intern(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
