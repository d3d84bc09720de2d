package io.github.argusglue.plugin.nagios.cgi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.UndeclaredText;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.function.BiConsumer;

/** Asks the JSON CGIs of Nagios. */
final class CgiClient {
    private static final int MILLISECONDS = 1000;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final URI url;
    private final SourceHttpClient http;

    CgiClient(HttpEndpoint endpoint, SourceContext context) {
        this.url = endpoint.url();
        this.http = context.http(endpoint.access());
    }

    /**
     * Asks for a list with details, and passes on its entries one by one, as a list may be large.
     *
     * @param query what is asked for, which is the name of the list in the answer too
     * @param entries takes the name of each entry, {@code host} or {@code host!service}, and its attributes
     * @return attributes of the answer as a whole
     */
    JsonFields list(String cgi, String query, String status, BiConsumer<String, JsonFields> entries)
            throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(url, "cgi-bin/" + cgi)
                .query("query", query)
                .query("details", "true")
                .hint(
                        404,
                        "check 'url': the CGIs are looked for in its folder cgi-bin, so it is like"
                                + " https://host/nagios4");
        if (!status.isEmpty()) {
            request = request.query("servicestatus", status);
        }
        String what = request + " (" + query + ")";
        return http.send(request, response -> {
            String text = UndeclaredText.decodeLines(response.body().readAllBytes());
            if (text.isBlank()) {
                throw SourceException.unreachable(what + ": an empty answer: Nagios is stopped", null);
            }
            try (JsonParser parser = MAPPER.createParser(text)) {
                return read(parser, what, query, entries);
            } catch (JsonProcessingException e) {
                throw SourceException.badAnswer(
                        what + ": the answer is not the JSON of Nagios Core 4: "
                                + UndeclaredText.oneLine(e.getOriginalMessage()),
                        e);
            }
        });
    }

    private static JsonFields read(JsonParser parser, String what, String list, BiConsumer<String, JsonFields> entries)
            throws IOException, SourceException {
        JsonNode result = MissingNode.getInstance();
        boolean found = false;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("result")) {
                result = parser.readValueAsTree();
            } else if (name.equals("data") && result.path("type_code").asInt(-1) == 0) {
                found = readData(parser, list, entries);
            } else {
                parser.skipChildren();
            }
        }
        if (result.path("type_code").asInt(-1) != 0) {
            throw SourceException.unreachable(
                    what + ": "
                            + UndeclaredText.oneLine(result.path("type_text").asText("no result") + ": "
                                    + result.path("message").asText("")),
                    null);
        }
        if (!found) {
            throw SourceException.badAnswer(what + ": no '" + list + "' in the answer", null);
        }
        return new JsonFields(result::get, MILLISECONDS);
    }

    private static boolean readData(JsonParser parser, String list, BiConsumer<String, JsonFields> entries)
            throws IOException {
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(list)) {
                found = true;
                readEntries(parser, "", list.equals("servicelist"), entries);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** @param nested whether the entries are services below their hosts */
    private static void readEntries(
            JsonParser parser, String prefix, boolean nested, BiConsumer<String, JsonFields> entries)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (nested) {
                readEntries(parser, name + "!", false, entries);
            } else {
                JsonNode entry = parser.readValueAsTree();
                entries.accept(prefix + name, new JsonFields(entry::get, MILLISECONDS));
            }
        }
    }
}
