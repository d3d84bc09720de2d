package org.example.nav;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** NAV's REST API: the list of alerts, and the tags of the devices and interfaces that they are about. */
final class NavApi {
    /** NAV's own default is 100. Fewer pages are fewer chances that the list changes between them. */
    private static final int PAGE_SIZE = 1000;

    private static final int ATTEMPTS = 3;
    /** How long a device may still be shown in the room that it was moved from. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final ObjectMapper json = new ObjectMapper();
    private final URI url;
    private final SourceHttpClient http;
    private final Clock clock;
    private final NavTime times;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(List<Tag> tags, Instant at) {}

    private record Page(List<NavAlert> alerts, int count, boolean isLast) {}

    NavApi(HttpEndpoint endpoint, SourceContext context, NavTime times) {
        this.url = endpoint.url();
        this.http = context.http(endpoint.access().toBuilder().tokenScheme("Token").build());
        this.clock = context.clock();
        this.times = times;
    }

    /**
     * Returns the open alerts by number, and the stateless ones of the last hour on request. NAV does not sort the
     * list, so its pages do not fit together if an alert is in two of them. An alert can also be in none, because it
     * moved to a page that was read already: so absence from the list alone proves nothing.
     */
    Map<Long, NavAlert> alerts(boolean stateless) throws SourceException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Map<Long, NavAlert> alerts = new LinkedHashMap<>();
            Page page;
            int number = 1;
            do {
                page = page(number, stateless);
                page.alerts().forEach(alert -> alerts.put(alert.id(), alert));
                number++;
            } while (!page.isLast());
            if (alerts.size() == page.count()) {
                return alerts;
            }
        }
        throw SourceException.unreachable(
                "GET " + url.resolve("/api/1/alert/") + ": the list changed while it was read, " + ATTEMPTS
                        + " times in a row; nothing is changed in Argus until it can be read",
                null);
    }

    /** Without the first two parameters, NAV leaves out alerts that are acknowledged or on maintenance. */
    private Page page(int number, boolean stateless) throws SourceException, InterruptedException {
        HttpRequest request = get("alert", "")
                .query("acknowledged", "on")
                .query("on_maintenance", "on")
                .query("page_size", "" + PAGE_SIZE)
                .query("page", "" + number);
        if (stateless) {
            request = request.query("stateless", "on").query("stateless_threshold", "1");
        }
        // The last page may be gone when it is asked for.
        return http.send(number == 1 ? request : request.accept(404), response -> {
            if (response.status() == 404) {
                return new Page(List.of(), -1, true);
            }
            JsonNode page = json.readTree(response.body());
            List<NavAlert> alerts = new ArrayList<>();
            for (JsonNode alert : (ArrayNode) page.required("results")) {
                alerts.add(NavAlert.read(alert, times));
            }
            return new Page(
                    alerts, page.required("count").intValue(), page.required("next").isNull());
        });
    }

    private HttpRequest get(String endpoint, String object) {
        return HttpRequest.get(url, "api/1/" + endpoint + "/" + object)
                .hint(401, "check 'token'")
                .hint(403, "check 'token', and that it is permitted to read the endpoint '" + endpoint + "' in NAV")
                .hint(404, "check 'url'");
    }

    /** Returns an alert, also one that is over; empty if NAV does not know it. */
    Optional<NavAlert> alert(long id) throws SourceException, InterruptedException {
        return object("alert", "" + id, alert -> NavAlert.read(alert, times));
    }

    /** Returns the tags of a device, as it is or was lately; none if it was deleted. */
    List<Tag> netboxTags(long id) throws SourceException, InterruptedException {
        return tags("netbox", "" + id, netbox -> {
            JsonNode room = netbox.required("room");
            return List.of(
                    Tag.of("host", netbox.required("sysname").asText()),
                    Tag.of("room", room.required("id").asText()),
                    Tag.of("location", room.required("location").asText()),
                    Tag.of("organization", netbox.required("organization").required("id").asText()));
        });
    }

    /** Returns the tag of an interface, as it is or was lately; none if it was deleted. */
    List<Tag> interfaceTags(String id) throws SourceException, InterruptedException {
        if (!id.matches("[0-9]+")) {
            return List.of();
        }
        return tags("interface", id, port -> List.of(Tag.of("interface", port.required("ifname").asText())));
    }

    private List<Tag> tags(String endpoint, String id, Function<JsonNode, List<Tag>> read)
            throws SourceException, InterruptedException {
        String key = endpoint + "/" + id;
        Instant now = clock.instant();
        Kept known = kept.get(key);
        if (known == null || known.at().plus(KEPT).isBefore(now)) {
            known = new Kept(object(endpoint, id, read).orElse(List.of()), now);
            kept.put(key, known);
        }
        return known.tags();
    }

    /** Forgets what no alert was about for a while. */
    void forgetUnused() {
        Instant oldest = clock.instant().minus(KEPT.multipliedBy(2));
        kept.values().removeIf(known -> known.at().isBefore(oldest));
    }

    private <T> Optional<T> object(String endpoint, String id, Function<JsonNode, T> read)
            throws SourceException, InterruptedException {
        return http.send(get(endpoint, id + "/").accept(404), response -> {
            if (response.status() == 404) {
                return Optional.empty();
            }
            return Optional.of(read.apply(json.readTree(response.body())));
        });
    }
}
