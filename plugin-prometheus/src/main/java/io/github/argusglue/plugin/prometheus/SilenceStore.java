package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
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
 * Reads and writes the silences of a cluster. The members replicate silences, so only the first member that answers is
 * used; writing to several would create several silences.
 */
final class SilenceStore {
    private final List<URI> members;
    private final SourceHttpClient http;
    private final JsonFactory json;

    SilenceStore(List<URI> members, SourceHttpClient http, JsonFactory json) {
        this.members = members;
        this.http = http;
        this.json = json;
    }

    /**
     * All silences.
     *
     * @param member member that answered, which is also used for changes
     */
    record SilenceList(URI member, List<Silence> silences, Instant now) {}

    /** @throws SourceException if no member answers */
    SilenceList list() throws SourceException, InterruptedException {
        SourceException first = null;
        for (URI member : members) {
            try {
                return http.send(
                        HttpRequest.get(member, "api/v2/silences"),
                        response -> new SilenceList(member, read(response.body()), response.time()));
            } catch (SourceException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? SourceException.unreachable("no member configured", null) : first;
    }

    /**
     * Creates or changes a silence.
     *
     * @param id id of the silence to change; empty to create one
     * @param labels labels that an alert must have
     * @param wanted the silence; its id is ignored
     */
    void put(URI member, String id, Map<String, String> labels, Silence wanted)
            throws SourceException, InterruptedException {
        http.send(HttpRequest.post(member, "api/v2/silences").json(body(id, labels, wanted)), HttpResponse::status);
    }

    /** Ends a silence. Succeeds if it has already ended. */
    void expire(URI member, String id) throws SourceException, InterruptedException {
        HttpRequest delete = HttpRequest.delete(member, "api/v2/silence").segment(id);
        http.send(delete.accept(404, 410, 500), response -> {
            // Alertmanager up to 0.25 answers 500 for a silence that it does not have.
            if (response.status() == 500 && !response.text().contains("not found")) {
                throw response.failure();
            }
            return response.status();
        });
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
            JsonStream.expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            JsonStream.eachElement(parser, element -> {
                SilenceFields fields = new SilenceFields();
                JsonStream.eachField(element, fields::field);
                if (!fields.id.isEmpty()) {
                    silences.add(fields.silence());
                }
            });
        }
        return silences;
    }

    private static final class SilenceFields {
        private String id = "";
        private String state = "";
        private String createdBy = "";
        private String comment = "";
        private String startsAt = "";
        private Instant endsAt = Instant.EPOCH;

        private void field(String name, JsonParser value) throws IOException {
            switch (name) {
                case "id" -> id = JsonStream.text(value);
                case "createdBy" -> createdBy = JsonStream.text(value);
                case "comment" -> comment = JsonStream.text(value);
                case "startsAt" -> startsAt = JsonStream.text(value);
                case "endsAt" -> endsAt = RulesReader.instant(JsonStream.text(value));
                case "status" ->
                    JsonStream.eachField(value, (inner, text) -> {
                        String word = JsonStream.text(text);
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
