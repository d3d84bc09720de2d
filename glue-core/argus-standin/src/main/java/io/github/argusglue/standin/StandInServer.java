package io.github.argusglue.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side of the stand-in, on loopback. */
final class StandInServer {
    /** Without TCP_NODELAY, each response waits for the acknowledgement of its first packet, 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final StandInFaults faults = new StandInFaults();
    private final List<StandInRequest> requests = new ArrayList<>();
    private final Answerer answerer;

    /** Answers a request; called by many threads. */
    @FunctionalInterface
    interface Answerer {
        ApiResponse answer(ApiRequest request);
    }

    StandInServer(int port, Answerer answerer) throws IOException {
        this.answerer = answerer;
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stand-in-argus-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    StandInFaults faults() {
        return faults;
    }

    List<StandInRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    void forgetRequests() {
        synchronized (requests) {
            requests.clear();
        }
    }

    void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ApiRequest request = read(exchange);
            Optional<StandInFaults.Fault> fault = faults.take(request.method() + " " + request.path());
            Optional<ApiResponse> response = response(request, fault);
            record(exchange, response.map(ApiResponse::status).orElse(0));
            if (response.isPresent()) {
                send(exchange, response.get());
            }
        }
    }

    /** Empty if the connection is to be cut. */
    private Optional<ApiResponse> response(ApiRequest request, Optional<StandInFaults.Fault> fault) {
        if (fault.isEmpty()) {
            return Optional.of(answerer.answer(request));
        }
        Duration pause = fault.get().pause();
        return switch (fault.get().action()) {
            case ANSWER -> {
                ApiResponse response = ApiResponse.html(fault.get().status(), "fault asked for");
                yield Optional.of(
                        pause == null ? response : response.with("Retry-After", Long.toString(pause.toSeconds())));
            }
            case DROP_REQUEST -> Optional.empty();
            case DROP_ANSWER -> {
                answerer.answer(request);
                yield Optional.empty();
            }
            case GARBLE_ANSWER -> {
                answerer.answer(request);
                yield Optional.of(ApiResponse.html(200, "nobody can read this"));
            }
            case DELAY_ANSWER -> {
                ApiResponse response = answerer.answer(request);
                yield late(pause == null ? Duration.ZERO : pause) ? Optional.of(response) : Optional.empty();
            }
        };
    }

    private boolean late(Duration pause) {
        try {
            return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ApiRequest read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getProtocol();
        String host = exchange.getRequestHeaders().getFirst("Host");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return new ApiRequest(
                exchange.getRequestMethod(),
                path,
                query(exchange.getRequestURI().getRawQuery()),
                "http://" + host + path,
                authorization == null ? "" : authorization,
                body,
                line.length(),
                List.of());
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(decode(name), decode(value));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void record(HttpExchange exchange, int status) {
        synchronized (requests) {
            requests.add(new StandInRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), status));
        }
    }

    private static void send(HttpExchange exchange, ApiResponse response) {
        byte[] body = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : response.bytes();
        if (!response.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
        }
        response.headers().forEach(exchange.getResponseHeaders()::set);
        try {
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away", e);
        }
    }
}
