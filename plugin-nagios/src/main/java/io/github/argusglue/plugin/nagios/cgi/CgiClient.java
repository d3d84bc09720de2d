package io.github.argusglue.plugin.nagios.cgi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
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
            try (JsonParser parser = JsonFields.MAPPER.createParser(text)) {
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
        String path = "/data/" + list;
        boolean areServices = list.equals("servicelist");
        while (parser.nextToken() != null) {
            JsonStreamContext in = parser.getParsingContext();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                continue;
            }
            String at = in.pathAsPointer().toString();
            if (at.equals("/result")) {
                result = parser.readValueAsTree();
            } else if (at.equals(path)) {
                found = true;
            } else if (at.startsWith(path + "/") && in.getNestingDepth() == (areServices ? 5 : 4)) {
                // Services are listed below their hosts.
                String host = areServices ? in.getParent().getParent().getCurrentName() + "!" : "";
                String name = host + in.getParent().getCurrentName();
                JsonNode entry = parser.readValueAsTree();
                entries.accept(name, new JsonFields(entry::get));
            }
        }
        if (result.path("type_code").asInt(-1) != 0) {
            String reason = result.path("type_text").asText("no result") + ": "
                    + result.path("message").asText("");
            throw SourceException.unreachable(what + ": " + UndeclaredText.oneLine(reason), null);
        }
        if (!found) {
            throw SourceException.badAnswer(what + ": no '" + list + "' in the answer", null);
        }
        return new JsonFields(result::get);
    }
}
