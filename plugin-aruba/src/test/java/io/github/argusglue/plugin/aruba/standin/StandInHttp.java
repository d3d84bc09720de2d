package io.github.argusglue.plugin.aruba.standin;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP side of a simulated API on the loopback address, with the faults that any API can have. */
final class StandInHttp implements AutoCloseable {
    private static final String FAULT_HEADER = "X-Simulated-Fault";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread daemon = new Thread(task, "simulated-aruba");
        daemon.setDaemon(true);
        return daemon;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, StandInFault> faults = new LinkedHashMap<>();
    private volatile Duration delay = Duration.ZERO;

    /** What the API answers. */
    @FunctionalInterface
    interface Api {
        /** Answers as if it works; also with the faults that are about the content of lists. */
        void answer(Exchange exchange) throws IOException;

        /** Answers with the status that the fault stands for. */
        default void fail(Exchange exchange) throws IOException {
            switch (exchange.fault()) {
                case REFUSED -> exchange.send(401, "{\"error\":\"invalid_token\"}");
                case FORBIDDEN -> exchange.send(403, "{\"message\":\"access denied\"}");
                case TOO_MANY -> {
                    exchange.header("Retry-After", "7");
                    exchange.send(429, "{\"message\":\"API rate limit exceeded\"}");
                }
                default -> exchange.send(503, "{\"message\":\"no upstream\"}");
            }
        }
    }

    /** What other programs order with {@code POST /standin/NAME?...}; returns the answer. */
    interface Steering {
        String steer(String order, Map<String, String> parameters) throws IOException, InterruptedException;
    }

    /** @param filters of each request of the API, such as one that records it */
    StandInHttp(int port, Api api, Steering steering, List<Filter> filters) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, api))
                .getFilters()
                .addAll(filters);
        server.createContext("/standin/", exchange -> steer(exchange, steering));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Makes requests fail whose path contains this text; {@code NONE} ends that. */
    synchronized void fault(String path, StandInFault fault) {
        if (fault == StandInFault.NONE) {
            faults.keySet().removeIf(key -> key.startsWith(path));
        } else {
            faults.put(path, fault);
        }
    }

    private synchronized StandInFault fault(String path) {
        return faults.entrySet().stream()
                .filter(fault -> path.contains(fault.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(StandInFault.NONE);
    }

    /** Makes each answer take this long. */
    void delay(Duration wait) {
        delay = wait;
    }

    /** Returns method and address of each request. */
    List<String> log() {
        return List.copyOf(requests);
    }

    /** One request, and the fault that its answer has to have. */
    record Exchange(HttpExchange http, String path, Map<String, String> query, String body, StandInFault fault) {

        String method() {
            return http.getRequestMethod();
        }

        boolean isFirstPage() {
            return query.getOrDefault("offset", "0").equals("0")
                    && query.getOrDefault("next", "1").equals("1");
        }

        /** Returns a header; empty if there is none. */
        String header(String name) {
            String value = http.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }

        void header(String name, String value) {
            http.getResponseHeaders().set(name, value);
        }

        /** Says that the answer is not as described, because a test wants it so. */
        void wrongOnPurpose(String reason) {
            header(FAULT_HEADER, reason);
        }

        /** Answers. What is wrong on purpose is marked. */
        void send(int status, String text) throws IOException {
            if (fault != StandInFault.NONE) {
                wrongOnPurpose(fault.name());
            }
            sendAsDescribed(status, text);
        }

        /** Answers, with nothing wrong but an end that is missing. */
        void sendAsDescribed(int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            header("Content-Type", "application/json");
            http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            http.getResponseBody().write(bytes, 0, fault == StandInFault.TRUNCATED ? bytes.length / 2 : bytes.length);
            // Newer versions of Java keep the status and the headers back until then.
            http.getResponseBody().flush();
        }
    }

    private void handle(HttpExchange http, Api api) throws IOException {
        String path = http.getRequestURI().getPath();
        requests.add(http.getRequestMethod() + " " + http.getRequestURI());
        Exchange exchange = new Exchange(
                http,
                path,
                parameters(http.getRequestURI().getRawQuery()),
                new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                fault(path));
        try (http) {
            if (!delay.isZero() && closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            switch (exchange.fault()) {
                case DOWN -> {}
                case HANG -> closed.await();
                case REFUSED, FORBIDDEN, TOO_MANY, ERROR -> api.fail(exchange);
                case GARBAGE -> exchange.send(200, "{\"total\": }");
                case NOTHING -> exchange.send(200, "{}");
                case LATER_PAGES_FAIL -> {
                    if (exchange.isFirstPage()) {
                        api.answer(exchange);
                    } else {
                        api.fail(exchange);
                    }
                }
                default -> api.answer(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void steer(HttpExchange http, Steering steering) throws IOException {
        String order = http.getRequestURI().getPath().replaceFirst("^/standin/", "");
        Map<String, String> parameters = parameters(http.getRequestURI().getRawQuery());
        try {
            if (order.equals("fault")) {
                fault(
                        parameters.getOrDefault("path", ""),
                        StandInFault.valueOf(parameters.getOrDefault("fault", "NONE")));
                reply(http, 200, "");
            } else {
                reply(http, 200, steering.steer(order, parameters));
            }
        } catch (IllegalArgumentException e) {
            reply(http, 400, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange http, int status, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }

    static Map<String, String> parameters(@Nullable String text) {
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

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
