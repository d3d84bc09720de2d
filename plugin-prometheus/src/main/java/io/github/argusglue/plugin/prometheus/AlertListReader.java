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
 * Reads the answer to {@code GET /api/v2/alerts} as a stream.
 *
 * <p>Lenient inside an alert, since Alertmanager's relatives leave out or add fields; strict about the whole: what is
 * not one complete JSON array is an error, never a shorter list.
 */
final class AlertListReader {
    private final JsonFactory json;

    AlertListReader(JsonFactory json) {
        this.json = json;
    }

    /**
     * What was read.
     *
     * @param nameless elements that could not be told from one another, having neither labels nor fingerprint
     */
    record Listing(List<ListedAlert> alerts, int nameless) {}

    /**
     * Reads all of it.
     *
     * @param now taken where an alert does not say when
     * @throws IOException if it breaks off, or is no JSON array
     */
    Listing read(InputStream body, Instant now) throws IOException {
        List<ListedAlert> alerts = new ArrayList<>();
        int nameless = 0;
        try (JsonParser parser = json.createParser(body)) {
            Json.expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                ListedAlert alert =
                        token == JsonToken.START_OBJECT ? new AlertFields().read(parser, now) : skipped(parser);
                if (alert == null) {
                    nameless++;
                } else {
                    alerts.add(alert);
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more after the list");
            }
        }
        return new Listing(alerts, nameless);
    }

    private static @Nullable ListedAlert skipped(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            throw new JsonParseException(parser, "the list breaks off");
        }
        parser.skipChildren();
        return null;
    }
}
