package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP side of {@link StandInCentral}. Programs that are not Java steer it with {@code POST}:
 *
 * <ul>
 *   <li>{@code /standin/ap?serial=..&status=ONLINE|OFFLINE|GONE}, for a new one also with {@code name} and {@code site}
 *   <li>{@code /standin/alert?type=4&name=..&category=..&severity=..&summary=..}, which answers with the id
 *   <li>{@code /standin/status?alert=ID&status=Active|Deferred|Cleared&by=..}
 *   <li>{@code /standin/fault?path=alerts&fault=HALF}, see {@link StandInFault}
 *   <li>{@code /standin/expire} makes all tokens invalid
 *   <li>{@code /standin/webhook?target=URL&about=ALERT-OR-SERIAL}
 * </ul>
 */
final class CentralServer implements StandInHttp.Api, AutoCloseable {
    private static final Pattern CONDITION = Pattern.compile("(\\w+) (eq '([^']*)'|in \\(([^)]*)\\))");
    private static final Set<String> PARAMETERS = Set.of("filter", "sort", "limit", "next");

    private final ObjectMapper json = new ObjectMapper();
    private final StandInCentral central;
    private final InstantSource clock;
    private final StandInHttp http;
    /** Until when each token is valid. */
    private final Map<String, Instant> tokens = new HashMap<>();

    private final List<Instant> counted = new ArrayList<>();
    private int numbered;
    private int tokenLife = 7200;
    private int pageSize = Integer.MAX_VALUE;
    private int quota = 5000;
    private Runnable afterEachPage = () -> {};

    CentralServer(StandInCentral central, InstantSource clock, int port, List<Filter> filters) {
        this.central = central;
        this.clock = clock;
        this.http = new StandInHttp(port, this, this::steer, filters);
    }

    StandInHttp http() {
        return http;
    }

    synchronized void expireTokens() {
        tokens.clear();
    }

    synchronized void tokenLife(int seconds) {
        tokenLife = seconds;
    }

    synchronized void pageSize(int rows) {
        pageSize = rows;
    }

    synchronized void quota(int most) {
        quota = most;
    }

    synchronized void afterEachPage(Runnable action) {
        afterEachPage = action;
    }

    @Override
    public void fail(StandInHttp.Exchange exchange) throws IOException {
        switch (exchange.fault()) {
            case REFUSED -> answer(exchange);
            case FORBIDDEN -> error(exchange, 403, "FORBIDDEN");
            case TOO_MANY -> spent(exchange, clock.instant().plusSeconds(5));
            default -> exchange.send(503, error(503, "UNAVAILABLE"));
        }
    }

    @Override
    public void answer(StandInHttp.Exchange exchange) throws IOException {
        if (exchange.path().equals("/as/token.oauth2")) {
            token(exchange);
            return;
        }
        if (!isAuthorized(exchange) || exchange.fault() == StandInFault.REFUSED) {
            error(exchange, 401, "UNAUTHORIZED");
            return;
        }
        Instant reset = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        int left = count(reset);
        exchange.header("X-RateLimit-Limit", String.valueOf(quota));
        exchange.header("X-RateLimit-Remaining", String.valueOf(Math.max(0, left)));
        exchange.header("X-RateLimit-Reset", reset.toString());
        if (left < 0) {
            spent(exchange, reset);
            return;
        }
        switch (exchange.path()) {
            case "/network-monitoring/v1/aps" ->
                page(exchange, 1000, central.aps().stream().map(CentralAp::row).toList());
            case "/network-notifications/v1/alerts" ->
                page(
                        exchange,
                        100,
                        central.alerts().stream().map(CentralAlert::row).toList());
            case "/network-notifications/v1/alerts/clear" -> clear(exchange, json.readTree(exchange.body()));
            default -> error(exchange, 404, "NOT_FOUND");
        }
    }

    private void token(StandInHttp.Exchange exchange) throws IOException {
        Map<String, String> fields = StandInHttp.parameters(exchange.body());
        boolean known = StandInCentral.CLIENT_ID.equals(fields.get("client_id"))
                && StandInCentral.CLIENT_SECRET.equals(fields.get("client_secret"));
        if (exchange.fault() == StandInFault.REFUSED
                || !known
                || !"client_credentials".equals(fields.get("grant_type"))) {
            exchange.sendAsDescribed(
                    401, "{\"error\":\"invalid_client\",\"error_description\":\"" + exchange.body() + "\"}");
            return;
        }
        ObjectNode answer = json.createObjectNode();
        synchronized (this) {
            String token = "central-t0ken-" + ++numbered;
            tokens.put(token, clock.instant().plusSeconds(tokenLife));
            answer.put("access_token", token).put("token_type", "Bearer").put("expires_in", tokenLife);
        }
        exchange.sendAsDescribed(200, answer.toString());
    }

    private synchronized boolean isAuthorized(StandInHttp.Exchange exchange) {
        Instant until = tokens.get(exchange.header("Authorization").replaceFirst("^Bearer ", ""));
        return until != null && clock.instant().isBefore(until);
    }

    private synchronized int count(Instant reset) {
        counted.removeIf(at -> at.isBefore(reset.minus(1, ChronoUnit.HOURS)));
        counted.add(clock.instant());
        return quota - counted.size();
    }

    private void spent(StandInHttp.Exchange exchange, Instant reset) throws IOException {
        exchange.header("X-RateLimit-Remaining", "0");
        exchange.header("X-RateLimit-Reset", reset.toString());
        error(exchange, 429, "TOO_MANY_REQUESTS");
    }

    private void page(StandInHttp.Exchange exchange, int mostRows, List<ObjectNode> all) throws IOException {
        Map<String, String> query = exchange.query();
        StandInFault fault = exchange.fault();
        String limit = query.getOrDefault("limit", "20");
        String next = query.getOrDefault("next", "1");
        if (!PARAMETERS.containsAll(query.keySet())
                || !limit.matches("[0-9]{1,4}")
                || Integer.parseInt(limit) < 1
                || Integer.parseInt(limit) > mostRows
                || !next.matches("[0-9]{1,6}")) {
            error(exchange, 400, "BAD_REQUEST");
            return;
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (ObjectNode row : all) {
            boolean fits = fault == StandInFault.IGNORES_FILTER || matches(query.getOrDefault("filter", ""), row);
            if (fits && fault != StandInFault.EMPTY) {
                rows.add(row);
            }
        }
        int size = Math.min(Integer.parseInt(limit), pageSize);
        int number = Integer.parseInt(next);
        int from = Math.min(rows.size(), (number - 1) * size);
        int to = Math.min(rows.size(), from + size);
        if (fault == StandInFault.HALF) {
            to = from + (to - from) / 2;
        }
        ObjectNode answer = json.createObjectNode();
        ArrayNode items = answer.putArray("items");
        rows.subList(from, to).forEach(items::add);
        answer.put("count", to - from).put("total", rows.size());
        boolean more = number * (long) size < rows.size() || fault == StandInFault.NEXT_GOES_ON;
        String following = fault == StandInFault.NEXT_LOOPS ? "2" : String.valueOf(number + 1);
        answer.put("next", more || fault == StandInFault.NEXT_LOOPS ? following : null);
        exchange.sendAsDescribed(200, answer.toString());
        afterEachPage.run();
    }

    private static boolean matches(String filter, JsonNode row) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String part : filter.split(" and ", -1)) {
            Matcher condition = CONDITION.matcher(part);
            if (!condition.matches()) {
                return false;
            }
            String value = "'" + row.path(condition.group(1)).asText() + "'";
            String allowed = condition.group(4) == null ? "'" + condition.group(3) + "'" : condition.group(4);
            if (!List.of(allowed.split(",", -1)).contains(value)) {
                return false;
            }
        }
        return true;
    }

    private void clear(StandInHttp.Exchange exchange, JsonNode order) throws IOException {
        if (!order.path("keys").isArray() || order.path("keys").isEmpty()) {
            error(exchange, 400, "BAD_REQUEST");
            return;
        }
        order.path("keys").forEach(key -> central.setStatus(key.asText(), "Cleared", "argus-glue"));
        exchange.sendAsDescribed(202, "{\"taskId\":\"task-1\",\"location\":\"/network-notifications/v1/alerts\"}");
    }

    private void error(StandInHttp.Exchange exchange, int status, String code) throws IOException {
        exchange.sendAsDescribed(status, error(status, code));
    }

    private String error(int status, String code) {
        return json.createObjectNode()
                .put("httpStatusCode", status)
                .put("errorCode", "HPE_GL_" + code)
                .put("message", code.toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("debugId", "d-1")
                .toString();
    }

    private String steer(String order, Map<String, String> said) throws IOException, InterruptedException {
        String serial = said.getOrDefault("serial", "");
        switch (order) {
            case "ap" -> {
                central.addAp(serial, said.getOrDefault("name", serial), said.getOrDefault("site", "site-1"));
                switch (said.getOrDefault("status", "ONLINE")) {
                    case "OFFLINE" -> central.down(serial);
                    case "GONE" -> central.removeAp(serial);
                    default -> central.up(serial);
                }
            }
            case "alert" -> {
                return central.raise(
                        said.getOrDefault("type", "102"),
                        said.getOrDefault("name", "AP CPU Utilization"),
                        said.getOrDefault("category", "System"),
                        said.getOrDefault("severity", "Major"),
                        said.getOrDefault("summary", ""));
            }
            case "status" ->
                central.setStatus(
                        said.getOrDefault("alert", ""), said.getOrDefault("status", "Cleared"), said.get("by"));
            case "expire" -> expireTokens();
            case "webhook" -> {
                return String.valueOf(central.sendWebhook(
                        URI.create(said.getOrDefault("target", "")), said.getOrDefault("about", "")));
            }
            default -> throw new IllegalArgumentException("there is no order '" + order + "'");
        }
        return "";
    }

    @Override
    public void close() {
        http.close();
    }
}
