package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests of Icinga's API. Safe for use by any thread. */
final class IcingaApi {
    /** Icinga sends nothing, not even the status line, before the first event. */
    private static final Duration QUIET_STREAM = Duration.ofMinutes(5);

    private static final String[] EVENTS =
            ("StateChange Flapping AcknowledgementSet AcknowledgementCleared CommentAdded"
                            + " CommentRemoved DowntimeTriggered DowntimeRemoved ObjectModified")
                    .split(" ", -1);

    private static final String NOT_SOFT = "event.type != \"StateChange\" || event.state_type == 1";

    private final HttpEndpoint endpoint;
    private final SourceHttpClient http;

    IcingaApi(HttpEndpoint endpoint, SourceHttpClient http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    /**
     * Fails if the API user does not have all of these permissions. Without a permission, Icinga answers requests as if
     * what they ask for did not exist.
     */
    void requirePermissions(List<String> wanted) throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(endpoint.url(), "v1").hint(404, "check 'url'");
        JsonNode user = results(request).get(0);
        List<String> granted = new ArrayList<>();
        user.required("permissions").forEach(permission -> granted.add(permission.asText()));
        List<String> missing = wanted.stream()
                .filter(permission -> granted.stream().noneMatch(pattern -> matches(pattern, permission)))
                .toList();
        if (!missing.isEmpty()) {
            throw SourceException.unauthorized(
                    request + ": the API user '" + user.path("user").asText()
                            + "' lacks permissions: add \"" + String.join("\", \"", missing)
                            + "\" to its ApiUser object in Icinga");
        }
    }

    /** Icinga adds {@code (filtered)} to a permission for some objects only. */
    private static boolean matches(String pattern, String permission) {
        String expression = "\\Q"
                + pattern.replace(" (filtered)", "").toLowerCase(Locale.ROOT).replace("*", "\\E.*\\Q") + "\\E";
        return permission.toLowerCase(Locale.ROOT).matches(expression);
    }

    /** Returns what Icinga says of the running program. */
    JsonNode application() throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(endpoint.url(), "v1/status/IcingaApplication");
        return results(explained(request, "status/query")).at("/0/status/icingaapplication/app");
    }

    /**
     * Reads objects.
     *
     * @param type singular, in lower case: {@code service}
     * @param filter names from outside are not put into it, but into the variables
     * @return a list of objects with their {@code name}, {@code type} and {@code attrs}
     */
    JsonNode objects(String type, String filter, Map<String, ?> variables, List<String> attributes)
            throws SourceException, InterruptedException {
        Map<String, Object> query = Map.of("filter", filter, "filter_vars", variables, "attrs", attributes);
        HttpRequest request = HttpRequest.post(endpoint.url(), "v1/objects/" + type + "s")
                .header("X-HTTP-Method-Override", "GET")
                .repeatable()
                .json(JsonFields.MAPPER.valueToTree(query).toString());
        return results(explained(request, "objects/query/" + type));
    }

    /** Executes an action. If the object is gone, or its state does not allow the action any more, nothing happens. */
    void act(String action, Map<String, ?> arguments) throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.post(endpoint.url(), "v1/actions/" + action)
                .json(JsonFields.MAPPER.valueToTree(arguments).toString())
                .accept(404, 409);
        if (http.send(explained(request, "actions/" + action), HttpResponse::status) == 404) {
            requirePermissions(List.of("actions/" + action));
        }
    }

    /** Follows the events, each of which says that something may have changed. */
    HttpStream follow(String queue, Runnable changed) {
        Map<String, Object> subscription = Map.of("queue", queue, "types", EVENTS, "filter", NOT_SOFT);
        HttpRequest request = HttpRequest.post(endpoint.url(), "v1/events")
                .json(JsonFields.MAPPER.valueToTree(subscription).toString())
                .streaming(QUIET_STREAM);
        return http.follow(explained(request, "events/*"), event -> changed.run());
    }

    private static HttpRequest explained(HttpRequest request, String permission) {
        String advice = "check 'url', and give the API user the permission '" + permission + "'";
        return request.hint(403, advice).hint(404, SourceException.Kind.UNAUTHORIZED, advice);
    }

    private JsonNode results(HttpRequest request) throws SourceException, InterruptedException {
        return http.send(request, response -> {
            JsonNode results = JsonFields.MAPPER
                    .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(response.body())
                    .path("results");
            if (!results.isArray()) {
                throw new IOException("this is not an answer of Icinga: it has no 'results'");
            }
            return results;
        });
    }
}
