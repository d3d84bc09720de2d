package io.github.argusglue.plugin.aruba.classic;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.aruba.alert.PagedList;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.ResponseReader;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests of the API gateway. {@link #health} may be called by any thread, the rest by one at a time. */
final class ClassicApi {
    static final String ACCESS_POINTS = "monitoring/v2/aps";
    static final String NOTIFICATIONS = "central/v1/notifications";
    private static final String MOST_ROWS = "1000";
    private static final String RIGHTS = "check 'url', and give the user who made the tokens a role that may view"
            + " Monitoring and Alerts of all groups and sites";

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final URI url;
    private final SourceHttpClient http;
    private final RotatingTokens tokens;
    private final DailyQuota quota;

    ClassicApi(ClassicConfig config, SourceContext context, DailyQuota quota) {
        this.url = config.endpoint().url();
        this.http = context.http(config.access());
        this.tokens = new RotatingTokens(config, http, context.state(), context.clock());
        this.quota = quota;
    }

    /**
     * Reads one page of a list. Central may return fewer rows than it was asked for, so the total decides whether there
     * are more.
     *
     * @param field name of the list in the answer
     * @param cursor number of the first row; empty for 0
     */
    PagedList.Page page(String path, String field, Map<String, String> query, String cursor)
            throws SourceException, InterruptedException {
        int offset = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        HttpRequest request = HttpRequest.get(url, path)
                .query("calculate_total", "true")
                .query("limit", MOST_ROWS)
                .query("offset", Integer.toString(offset));
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            request = request.query(parameter.getKey(), parameter.getValue());
        }
        return send(request, response -> readPage(response, field, offset));
    }

    private PagedList.Page readPage(HttpResponse response, String field, int offset) throws IOException {
        JsonNode answer = json.readTree(response.body());
        if (!answer.path(field).isArray()) {
            throw new IOException("this is not a list of Central: it has no '" + field + "'");
        }
        List<JsonNode> rows = new ArrayList<>();
        answer.path(field).forEach(rows::add);
        int total = answer.path("total").asInt(-1);
        int end = offset + rows.size();
        boolean more = !rows.isEmpty() && (total < 0 || end < total);
        return new PagedList.Page(rows, total, more ? Integer.toString(end) : "");
    }

    /** Acknowledges alerts. One that does not exist any more is no failure. */
    void acknowledge(List<String> ids) throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.post(url, NOTIFICATIONS)
                .json(json.valueToTree(ids).toString())
                .repeatable()
                .hint(403, "with 'acknowledge', the user who made the tokens needs a role that may change alerts")
                .accept(404);
        send(request, HttpResponse::status);
    }

    /** Sends a request with an access token, and again with a new one if the token is refused. */
    private <T> T send(HttpRequest request, ResponseReader<T> reader) throws SourceException, InterruptedException {
        HttpRequest explained = request.hint(403).isPresent() ? request : request.hint(403, RIGHTS);
        Secret token = tokens.accessToken();
        Optional<T> first = http.send(signed(explained, token).accept(401, 429), response -> {
            quota.read(response);
            return response.status() == 401 ? Optional.empty() : Optional.of(reader.read(response));
        });
        if (first.isPresent()) {
            return first.get();
        }
        tokens.refused(token);
        return http.send(
                signed(explained.hint(401, RIGHTS), tokens.accessToken()).accept(429), response -> {
                    quota.read(response);
                    return reader.read(response);
                });
    }

    private static HttpRequest signed(HttpRequest request, Secret token) {
        return request.header("Authorization", Secret.of("Bearer " + token.reveal()));
    }

    /** Returns whether the tokens can be renewed. */
    Health health() {
        return tokens.health();
    }
}
