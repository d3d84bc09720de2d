package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the response to {@code GET /api/v2/status}: the start time of the process, and a hash of its configuration. */
final class StatusReader {
    private final JsonFactory json;

    StatusReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * The status.
     *
     * @param startedAt null if the server does not say, for example Grafana
     * @param config identifies the configuration without containing it, since even the masked text may contain too much
     */
    record AlertmanagerStatus(@Nullable Instant startedAt, String config) {}

    AlertmanagerStatus read(InputStream body) throws IOException {
        StatusFields fields = new StatusFields();
        try (JsonParser parser = json.createParser(body)) {
            JsonStream.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            JsonStream.eachField(parser, fields::field);
        }
        return new AlertmanagerStatus(fields.startedAt, fields.config);
    }

    private static final class StatusFields {
        private @Nullable Instant startedAt;
        private String config = "";

        private void field(String name, JsonParser value) throws IOException {
            if (name.equals("uptime")) {
                startedAt = start(JsonStream.text(value));
            } else if (name.equals("config")) {
                JsonStream.eachField(value, (inner, text) -> {
                    if (inner.equals("original")) {
                        String original = JsonStream.text(text);
                        config = original.length() + "/" + original.hashCode();
                    } else {
                        text.skipChildren();
                    }
                });
            } else {
                value.skipChildren();
            }
        }

        /** Go's zero time means that there is no value. */
        private static @Nullable Instant start(String text) {
            try {
                Instant at = Instant.parse(text);
                return at.isAfter(Instant.EPOCH) ? at : null;
            } catch (DateTimeException e) {
                return null;
            }
        }
    }
}
