package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response to {@code GET /api/v2/alerts} as a stream.
 *
 * <p>Single alerts are read leniently, since servers that are compatible with Alertmanager omit or add fields. The
 * response as a whole is read strictly: anything but one complete JSON array is an error, never a shorter list.
 */
final class AlertListReader {
    private final JsonFactory json;

    AlertListReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * The alerts of a response.
     *
     * @param unidentified number of elements without labels and fingerprint, which cannot be identified
     */
    record AlertList(List<ListedAlert> alerts, int unidentified) {}

    /**
     * Reads the whole response.
     *
     * @param now time for alerts that have none
     * @throws IOException if the response is truncated or not a JSON array
     */
    AlertList read(InputStream body, Instant now) throws IOException {
        List<ListedAlert> alerts = new ArrayList<>();
        int unidentified = 0;
        try (JsonParser parser = json.createParser(body)) {
            JsonStream.expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                ListedAlert alert =
                        token == JsonToken.START_OBJECT ? new AlertFields().read(parser, now) : skipped(parser);
                if (alert == null) {
                    unidentified++;
                } else {
                    alerts.add(alert);
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "unexpected data after the list");
            }
        }
        return new AlertList(alerts, unidentified);
    }

    private static @Nullable ListedAlert skipped(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            throw new JsonParseException(parser, "the list is truncated");
        }
        parser.skipChildren();
        return null;
    }
}
