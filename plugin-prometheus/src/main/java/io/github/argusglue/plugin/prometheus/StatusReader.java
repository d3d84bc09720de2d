package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the answer to {@code GET /api/v2/status}: when the process started, and whether its configuration changed. */
final class StatusReader {
    private final JsonFactory json;

    StatusReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * What was read.
     *
     * @param startedAt null where the server does not tell, as Grafana's does not
     * @param config stands for the configuration without showing it; the masked text itself may say too much
     */
    record Status(@Nullable Instant startedAt, String config) {}

    Status read(InputStream body) throws IOException {
        Found found = new Found();
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            Json.eachField(parser, found::field);
        }
        return new Status(found.startedAt, found.config);
    }

    private static final class Found {
        private @Nullable Instant startedAt;
        private String config = "";

        private void field(String name, JsonParser value) throws IOException {
            if (name.equals("uptime")) {
                startedAt = start(Json.text(value));
            } else if (name.equals("config")) {
                Json.eachField(value, (inner, text) -> {
                    if (inner.equals("original")) {
                        String original = Json.text(text);
                        config = original.length() + "/" + original.hashCode();
                    } else {
                        text.skipChildren();
                    }
                });
            } else {
                value.skipChildren();
            }
        }

        /** The zero time of Go stands for "never said". */
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
