package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The silences of a cluster. Its members tell one another, so one of them is asked: the first that answers. To tell
 * several would make several.
 */
final class SilenceStore {
    private final List<URI> members;
    private final Http http;
    private final JsonFactory json;

    SilenceStore(List<URI> members, Http http, JsonFactory json) {
        this.members = members;
        this.http = http;
        this.json = json;
    }

    /**
     * What is there.
     *
     * @param member who said so, and is to be told of changes
     */
    record Listing(URI member, List<Silence> silences, Instant now) {}

    /** @throws SourceException if no member answers */
    Listing list() throws SourceException {
        SourceException first = null;
        for (URI member : members) {
            try {
                Http.Answer<List<Silence>> answer =
                        http.get(member, "api/v2/silences", Map.of(), (body, now) -> read(body));
                return new Listing(member, answer.body(), answer.now());
            } catch (SourceException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? SourceException.unreachable("no member to ask for silences", null) : first;
    }

    /**
     * Makes a silence, or changes one.
     *
     * @param id of the one to change; empty to make one
     * @param labels that an alert has to have
     * @param wanted all but its id
     */
    void put(URI member, String id, Map<String, String> labels, Silence wanted) throws SourceException {
        http.post(member, "api/v2/silences", body(id, labels, wanted), (body, now) -> "");
    }

    /** Ends a silence; one that has ended is fine. */
    void expire(URI member, String id) throws SourceException {
        http.delete(member, "api/v2/silence/" + id);
    }

    private String body(String id, Map<String, String> labels, Silence wanted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            if (!id.isEmpty()) {
                out.writeStringField("id", id);
            }
            out.writeArrayFieldStart("matchers");
            for (Map.Entry<String, String> label : labels.entrySet()) {
                out.writeStartObject();
                out.writeStringField("name", label.getKey());
                out.writeStringField("value", label.getValue());
                out.writeBooleanField("isRegex", false);
                out.writeBooleanField("isEqual", true);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("startsAt", wanted.startsAt());
            out.writeStringField("endsAt", wanted.endsAt().toString());
            out.writeStringField("createdBy", wanted.createdBy());
            out.writeStringField("comment", wanted.comment());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private List<Silence> read(InputStream body) throws IOException {
        List<Silence> silences = new ArrayList<>();
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            Json.eachElement(parser, element -> {
                Fields fields = new Fields();
                Json.eachField(element, fields::field);
                if (!fields.id.isEmpty()) {
                    silences.add(fields.silence());
                }
            });
        }
        return silences;
    }

    private static final class Fields {
        private String id = "";
        private String state = "";
        private String createdBy = "";
        private String comment = "";
        private String startsAt = "";
        private Instant endsAt = Instant.EPOCH;

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                case "id" -> id = Json.text(value);
                case "createdBy" -> createdBy = Json.text(value);
                case "comment" -> comment = Json.text(value);
                case "startsAt" -> startsAt = Json.text(value);
                case "endsAt" -> endsAt = PrometheusReader.instant(Json.text(value));
                case "status" ->
                    Json.eachField(value, (inner, text) -> {
                        String word = Json.text(text);
                        state = inner.equals("state") ? word : state;
                    });
                default -> value.skipChildren();
            }
        }

        private Silence silence() {
            return new Silence(id, !state.equals("expired"), createdBy, comment, startsAt, endsAt);
        }
    }
}
