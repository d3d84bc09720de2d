package io.github.argusglue.plugin.aruba.central;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.aruba.alert.PagedList;
import io.github.argusglue.plugin.aruba.alert.VendorTime;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.ResponseReader;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests of New Central's API. {@link #health} may be called by any thread, the rest by one at a time. */
final class CentralApi {
    private static final String RIGHTS =
            "give the API client's user a role that may view the application HPE Aruba Networking Central";

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final CentralConfig config;
    private final SourceHttpClient http;
    private final ClientCredentials credentials;
    private final Clock clock;
    private volatile Health health = Health.ok();

    CentralApi(CentralConfig config, SourceContext context) {
        this.config = config;
        this.http = context.http(config.endpoint().access());
        this.clock = context.clock();
        this.credentials = new ClientCredentials(config, http, clock);
    }

    /**
     * Reads one page of a list.
     *
     * @param cursor where it begins; empty for the first one
     */
    PagedList.Page page(String path, Map<String, String> query, String cursor)
            throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(config.endpoint().url(), path);
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            request = request.query(parameter.getKey(), parameter.getValue());
        }
        return send(cursor.isEmpty() ? request : request.query("next", cursor), this::readPage);
    }

    private PagedList.Page readPage(HttpResponse response) throws IOException {
        JsonNode answer = json.readTree(response.body());
        if (!answer.path("items").isArray()) {
            throw new IOException("this is not a list of Central: it has no 'items'");
        }
        List<JsonNode> rows = new ArrayList<>();
        answer.path("items").forEach(rows::add);
        return new PagedList.Page(
                rows, answer.path("total").asInt(-1), answer.path("next").asText(""));
    }

    /** Clears an alert. If it does not exist any more, nothing happens. */
    void clear(String id, String notes) throws SourceException, InterruptedException {
        Map<String, Object> order = Map.of("keys", List.of(id), "reason", "Problem was resolved", "notes", notes);
        HttpRequest request = HttpRequest.post(config.endpoint().url(), "network-notifications/v1/alerts/clear")
                .json(json.valueToTree(order).toString())
                .accept(404);
        send(request, HttpResponse::status);
    }

    /** Sends a request with an access token, and again with a new one if the token is refused. */
    private <T> T send(HttpRequest request, ResponseReader<T> reader) throws SourceException, InterruptedException {
        HttpRequest explained = request.hint(401, "check 'url', and " + RIGHTS)
                .hint(403, RIGHTS)
                .accept(429);
        Optional<T> first = http.send(signed(explained).accept(401), response -> {
            return response.status() == 401 ? Optional.empty() : Optional.of(read(response, reader));
        });
        if (first.isPresent()) {
            return first.get();
        }
        credentials.drop();
        return http.send(signed(explained), response -> read(response, reader));
    }

    private HttpRequest signed(HttpRequest request) throws SourceException, InterruptedException {
        Secret authorization = credentials.authorization();
        return request.header("Authorization", authorization);
    }

    private <T> T read(HttpResponse response, ResponseReader<T> reader) throws IOException, SourceException {
        long limit = number(response, "X-RateLimit-Limit");
        long left = number(response, "X-RateLimit-Remaining");
        String until = response.header("X-RateLimit-Reset").orElse("");
        if (response.status() == 429) {
            throw quotaIsSpent(response, until);
        }
        boolean scarce = limit > 0 && left >= 0 && left < limit / 10;
        health = scarce
                ? Health.degraded("Central permits only " + left + " of " + limit + " requests until " + until
                        + ": use a longer 'interval', or ask which other programs use its API")
                : Health.ok();
        return reader.read(response);
    }

    private SourceException quotaIsSpent(HttpResponse response, String until) {
        SourceException failure = response.failure();
        Instant reset = VendorTime.parse(json.getNodeFactory().textNode(until));
        if (reset == null || response.header("Retry-After").isPresent()) {
            return failure;
        }
        Duration wait = Duration.between(clock.instant(), reset);
        boolean plausible = !wait.isNegative() && wait.compareTo(Duration.ofHours(1)) <= 0;
        return plausible
                ? SourceException.rateLimited(failure.getMessage() + ": the quota is spent until " + until, wait)
                : failure;
    }

    private static long number(HttpResponse response, String header) {
        String value = response.header(header).orElse("").strip();
        return value.matches("[0-9]{1,12}") ? Long.parseLong(value) : -1;
    }

    /** Returns whether the quota of requests is nearly spent. */
    Health health() {
        return health;
    }
}
