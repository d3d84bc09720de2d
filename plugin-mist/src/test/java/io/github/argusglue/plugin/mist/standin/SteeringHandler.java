package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets other programs steer the cloud. Each is a {@code POST}; arguments are in the query. Answers are JSON.
 *
 * <pre>
 * /standin/sites?name=                                    the id of a new site
 * /standin/devices?site=&amp;type=ap&amp;name=&amp;count=            the MAC addresses of new devices at a site (name or id)
 * /standin/down?mac= or ?site=&amp;count=                     disconnects a device, or so many of a site, or of all sites
 * /standin/up?mac= or ?site=&amp;count=                       connects them again
 * /standin/remove?mac=
 * /standin/alarms?type=&amp;group=&amp;severity=&amp;site=&amp;mac=&amp;port=  the id of a new alarm
 * /standin/resolve?id=
 * /standin/acknowledge?id=&amp;person=&amp;note=
 * /standin/webhooks?url=                                  where webhooks go; none without a URL
 * /standin/fault?kind=&amp;path=                              a {@link MistFault}, of requests whose path contains this
 * /standin/delay?ms=     /standin/quota?requests=     /standin/skew?seconds=     /standin/page-size?rows=
 * /standin/state                                          counts, also with GET
 * </pre>
 */
final class SteeringHandler implements HttpHandler {
    private final MistServer server;
    private final SimulatedOrg org;
    private final WebhookSender webhooks;

    SteeringHandler(MistServer server, SimulatedOrg org, WebhookSender webhooks) {
        this.server = server;
        this.org = org;
        this.webhooks = webhooks;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status = 200;
        try {
            steer(MistAnswers.Request.of(exchange, body), answer);
        } catch (IllegalArgumentException e) {
            status = 400;
            answer.put("error", String.valueOf(e.getMessage()));
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void steer(MistAnswers.Request request, ObjectNode answer) {
        Map<String, String> query = request.query();
        switch (request.path().substring("/standin/".length())) {
            case "sites" -> answer.put("id", org.addSite(required(query, "name")));
            case "devices" -> addDevices(request, answer);
            case "down" -> chosen(request).forEach(org::disconnect);
            case "up" -> chosen(request).forEach(org::reconnect);
            case "remove" -> org.remove(required(query, "mac"));
            case "alarms" ->
                answer.put(
                        "id",
                        org.raise(
                                required(query, "type"),
                                required(query, "group"),
                                query.getOrDefault("severity", "warn"),
                                site(query.getOrDefault("site", "")),
                                query.getOrDefault("mac", ""),
                                query.getOrDefault("port", "")));
            case "resolve" -> org.resolve(required(query, "id"));
            case "acknowledge" ->
                org.acknowledge(
                        List.of(required(query, "id")), required(query, "person"), query.getOrDefault("note", ""));
            case "webhooks" -> {
                String url = query.get("url");
                webhooks.target(url == null ? null : URI.create(url));
            }
            case "fault" ->
                server.fault(
                        query.getOrDefault("path", ""),
                        MistFault.valueOf(required(query, "kind").toUpperCase(Locale.ROOT)));
            case "delay" -> server.delay(Duration.ofMillis(request.number("ms", 0)));
            case "quota" -> server.quota(request.number("requests", 5000));
            case "skew" -> org.skew(Duration.ofSeconds(request.number("seconds", 0)));
            case "page-size" -> server.pageSize(request.number("rows", 1000));
            case "state" -> state(answer);
            default -> throw new IllegalArgumentException("there is no " + request.path());
        }
    }

    private static String required(Map<String, String> query, String name) {
        String value = query.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    /** A site can be given by its name or its id. */
    private String site(String given) {
        String id = org.siteNamed(given);
        return id == null ? given : id;
    }

    private void addDevices(MistAnswers.Request request, ObjectNode answer) {
        String name = required(request.query(), "name");
        int count = request.number("count", 1);
        for (int i = 1; i <= count; i++) {
            answer.withArray("macs")
                    .add(org.addDevice(
                            request.query().getOrDefault("type", "ap"),
                            count == 1 ? name : name + "-" + i,
                            site(required(request.query(), "site"))));
        }
    }

    private List<String> chosen(MistAnswers.Request request) {
        String mac = request.query().get("mac");
        if (mac != null) {
            return List.of(mac);
        }
        List<String> all = org.devicesAt(site(request.query().getOrDefault("site", "")));
        return all.subList(0, Math.min(all.size(), request.number("count", all.size())));
    }

    private void state(ObjectNode answer) {
        answer.put("requests", server.requests())
                .put("devices", org.devicesAt("").size())
                .put("disconnected", org.disconnected());
        webhooks.results().forEach(result -> answer.withArray("webhooks").add(result));
    }
}
