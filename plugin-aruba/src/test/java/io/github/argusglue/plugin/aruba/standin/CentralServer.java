package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP side of {@link StandInCentral}. Programs that are not Java steer it with {@code POST}:
 *
 * <ul>
 *   <li>{@code /standin/ap?serial=..&status=ONLINE|OFFLINE|GONE}, for a new one also with {@code name} and {@code site}
 *   <li>{@code /standin/alert?type=4&name=..&category=..&severity=..&summary=..}, which answers with the id
 *   <li>{@code /standin/status?alert=ID&status=Active|Deferred|Cleared&by=..}
 *   <li>{@code /standin/fault?path=alerts&fault=HALF}, see {@link CentralFault}
 *   <li>{@code /standin/expire} makes all tokens invalid
 *   <li>{@code /standin/webhook?target=URL&about=ALERT-OR-SERIAL}
 * </ul>
 */
final class CentralServer implements AutoCloseable {
    private static final String FAULT_HEADER = "X-Simulated-Fault";
    private static final Pattern CONDITION = Pattern.compile("(\\w+) (eq '([^']*)'|in \\(([^)]*)\\))");
    private static final Set<String> PARAMETERS = Set.of("filter", "sort", "limit", "next");

    private final ObjectMapper json = new ObjectMapper();
    private final StandInCentral central;
    private final InstantSource clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread daemon = new Thread(task, "simulated-central");
        daemon.setDaemon(true);
        return daemon;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, CentralFault> faults = new LinkedHashMap<>();
    /** Until when each token is valid. */
    private final Map<String, Instant> tokens = new HashMap<>();

    private final List<Instant> counted = new ArrayList<>();
    private int numbered;
    private int tokenLife = 7200;
    private int pageSize = Integer.MAX_VALUE;
    private int quota = 5000;
    private Duration delay = Duration.ZERO;
    private Runnable afterEachPage = () -> {};

    CentralServer(StandInCentral central, InstantSource clock, int port, List<Filter> filters) throws IOException {
        this.central = central;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        HttpContext api = server.createContext("/", this::handle);
        api.getFilters().addAll(filters);
        server.createContext("/standin/", this::steer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void fault(String path, CentralFault fault) {
        if (fault == CentralFault.NONE) {
            faults.keySet().removeIf(key -> key.startsWith(path));
        } else {
            faults.put(path, fault);
        }
    }

    private synchronized CentralFault fault(String path) {
        return faults.entrySet().stream()
                .filter(fault -> path.contains(fault.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(CentralFault.NONE);
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

    synchronized void delay(Duration wait) {
        delay = wait;
    }

    synchronized void afterEachPage(Runnable action) {
        afterEachPage = action;
    }

    List<String> log() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        CentralFault fault = fault(path);
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        boolean later = !query.getOrDefault("next", "1").equals("1");
        try (exchange) {
            if (!delay.isZero() && closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            switch (fault) {
                case DOWN -> {}
                case HANG -> closed.await();
                case ERROR -> error(exchange, 503, "UNAVAILABLE", "ERROR");
                case GARBAGE -> send(exchange, 200, "{\"items\": [}", fault.name());
                case NOTHING -> send(exchange, 200, "{}", fault.name());
                case FORBIDDEN -> error(exchange, 403, "FORBIDDEN", "");
                case QUOTA_SPENT -> spent(exchange, clock.instant().plusSeconds(5));
                case LATER_PAGES_FAIL -> {
                    if (later) {
                        error(exchange, 503, "UNAVAILABLE", fault.name());
                    } else {
                        answer(exchange, path, query, body, fault);
                    }
                }
                default -> answer(exchange, path, query, body, fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path, Map<String, String> query, byte[] body, CentralFault fault)
            throws IOException {
        if (path.equals("/as/token.oauth2")) {
            token(exchange, new String(body, StandardCharsets.UTF_8), fault);
            return;
        }
        if (!isAuthorized(exchange) || fault == CentralFault.REFUSED) {
            error(exchange, 401, "UNAUTHORIZED", "");
            return;
        }
        Instant reset = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        int left = count(reset);
        exchange.getResponseHeaders().set("X-RateLimit-Limit", String.valueOf(quota));
        exchange.getResponseHeaders().set("X-RateLimit-Remaining", String.valueOf(Math.max(0, left)));
        exchange.getResponseHeaders().set("X-RateLimit-Reset", reset.toString());
        if (left < 0) {
            spent(exchange, reset);
            return;
        }
        switch (path) {
            case "/network-monitoring/v1/aps" ->
                page(
                        exchange,
                        query,
                        1000,
                        central.aps().stream().map(CentralAp::row).toList(),
                        fault);
            case "/network-notifications/v1/alerts" ->
                page(
                        exchange,
                        query,
                        100,
                        central.alerts().stream().map(CentralAlert::row).toList(),
                        fault);
            case "/network-notifications/v1/alerts/clear" -> clear(exchange, json.readTree(body));
            default -> error(exchange, 404, "NOT_FOUND", "");
        }
    }

    private void token(HttpExchange exchange, String form, CentralFault fault) throws IOException {
        Map<String, String> fields = parameters(form);
        boolean known = StandInCentral.CLIENT_ID.equals(fields.get("client_id"))
                && StandInCentral.CLIENT_SECRET.equals(fields.get("client_secret"));
        if (fault == CentralFault.REFUSED || !known || !"client_credentials".equals(fields.get("grant_type"))) {
            send(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"" + form + "\"}", "");
            return;
        }
        ObjectNode answer = json.createObjectNode();
        synchronized (this) {
            String token = "central-t0ken-" + ++numbered;
            tokens.put(token, clock.instant().plusSeconds(tokenLife));
            answer.put("access_token", token).put("token_type", "Bearer").put("expires_in", tokenLife);
        }
        send(exchange, 200, answer.toString(), fault);
    }

    private synchronized boolean isAuthorized(HttpExchange exchange) {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Instant until = tokens.get(sent.replaceFirst("^Bearer ", ""));
        return until != null && clock.instant().isBefore(until);
    }

    private synchronized int count(Instant reset) {
        counted.removeIf(at -> at.isBefore(reset.minus(1, ChronoUnit.HOURS)));
        counted.add(clock.instant());
        return quota - counted.size();
    }

    private void spent(HttpExchange exchange, Instant reset) throws IOException {
        exchange.getResponseHeaders().set("X-RateLimit-Remaining", "0");
        exchange.getResponseHeaders().set("X-RateLimit-Reset", reset.toString());
        error(exchange, 429, "TOO_MANY_REQUESTS", "");
    }

    private void page(
            HttpExchange exchange, Map<String, String> query, int mostRows, List<ObjectNode> all, CentralFault fault)
            throws IOException {
        String limit = query.getOrDefault("limit", "20");
        String next = query.getOrDefault("next", "1");
        if (!PARAMETERS.containsAll(query.keySet())
                || !limit.matches("[0-9]{1,4}")
                || Integer.parseInt(limit) < 1
                || Integer.parseInt(limit) > mostRows
                || !next.matches("[0-9]{1,6}")) {
            error(exchange, 400, "BAD_REQUEST", "");
            return;
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (ObjectNode row : all) {
            boolean fits = fault == CentralFault.IGNORES_FILTER || matches(query.getOrDefault("filter", ""), row);
            if (fits && fault != CentralFault.EMPTY) {
                rows.add(row);
            }
        }
        int size = Math.min(Integer.parseInt(limit), pageSize);
        int number = Integer.parseInt(next);
        int from = Math.min(rows.size(), (number - 1) * size);
        int to = Math.min(rows.size(), from + size);
        if (fault == CentralFault.HALF) {
            to = from + (to - from) / 2;
        }
        ObjectNode answer = json.createObjectNode();
        ArrayNode items = answer.putArray("items");
        rows.subList(from, to).forEach(items::add);
        answer.put("count", to - from).put("total", rows.size());
        boolean more = number * (long) size < rows.size() || fault == CentralFault.NEXT_GOES_ON;
        String following = fault == CentralFault.NEXT_LOOPS ? "2" : String.valueOf(number + 1);
        answer.put("next", more || fault == CentralFault.NEXT_LOOPS ? following : null);
        send(exchange, 200, answer.toString(), fault);
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

    private void clear(HttpExchange exchange, JsonNode order) throws IOException {
        if (!order.path("keys").isArray() || order.path("keys").isEmpty()) {
            error(exchange, 400, "BAD_REQUEST", "");
            return;
        }
        order.path("keys").forEach(key -> central.setStatus(key.asText(), "Cleared", "argus-glue"));
        send(exchange, 202, "{\"taskId\":\"task-1\",\"location\":\"/network-notifications/v1/alerts\"}", "");
    }

    private void error(HttpExchange exchange, int status, String code, String fault) throws IOException {
        ObjectNode body = json.createObjectNode()
                .put("httpStatusCode", status)
                .put("errorCode", "HPE_GL_" + code)
                .put("message", code.toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("debugId", "d-1");
        send(exchange, status, body.toString(), fault);
    }

    private static void send(HttpExchange exchange, int status, String text, CentralFault fault) throws IOException {
        boolean wrong = fault == CentralFault.TRUNCATED;
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body, 0, wrong ? body.length / 2 : body.length);
    }

    /** @param fault why the answer is wrong on purpose; empty if it is not */
    private static void send(HttpExchange exchange, int status, String text, String fault) throws IOException {
        if (!fault.isEmpty()) {
            exchange.getResponseHeaders().set(FAULT_HEADER, fault);
        }
        send(exchange, status, text, CentralFault.NONE);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        if (text != null) {
            for (String part : text.split("&", -1)) {
                String[] pair = part.split("=", 2);
                found.put(decode(pair[0]), pair.length > 1 ? decode(pair[1]) : "");
            }
        }
        return found;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void steer(HttpExchange exchange) throws IOException {
        Map<String, String> order = parameters(exchange.getRequestURI().getRawQuery());
        String serial = order.getOrDefault("serial", "");
        String answer = "";
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/standin/ap" -> {
                    central.addAp(serial, order.getOrDefault("name", serial), order.getOrDefault("site", "site-1"));
                    switch (order.getOrDefault("status", "ONLINE")) {
                        case "OFFLINE" -> central.down(serial);
                        case "GONE" -> central.removeAp(serial);
                        default -> central.up(serial);
                    }
                }
                case "/standin/alert" ->
                    answer = central.raise(
                            order.getOrDefault("type", "102"),
                            order.getOrDefault("name", "AP CPU Utilization"),
                            order.getOrDefault("category", "System"),
                            order.getOrDefault("severity", "Major"),
                            order.getOrDefault("summary", ""));
                case "/standin/status" ->
                    central.setStatus(
                            order.getOrDefault("alert", ""), order.getOrDefault("status", "Cleared"), order.get("by"));
                case "/standin/fault" ->
                    fault(order.getOrDefault("path", ""), CentralFault.valueOf(order.getOrDefault("fault", "NONE")));
                case "/standin/expire" -> expireTokens();
                case "/standin/webhook" ->
                    answer = String.valueOf(central.sendWebhook(
                            URI.create(order.getOrDefault("target", "")), order.getOrDefault("about", "")));
                default -> answer = "unknown";
            }
            send(exchange, 200, answer, "");
        } catch (IllegalArgumentException e) {
            send(exchange, 400, String.valueOf(e.getMessage()), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
