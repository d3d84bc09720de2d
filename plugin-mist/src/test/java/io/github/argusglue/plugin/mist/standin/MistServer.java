package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP server of a simulated cloud: who may ask, how often, and what goes wrong. */
final class MistServer implements AutoCloseable {
    /** Names an answer that is wrong on purpose, or has more than the vendor's description. */
    static final String FAULT_HEADER = "X-Simulated-Fault";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread daemon = new Thread(task, "simulated-mist");
        daemon.setDaemon(true);
        return daemon;
    });
    private final MistAnswers answers;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<String, MistFault> faults = new LinkedHashMap<>();
    private Duration delay = Duration.ZERO;
    private Runnable afterEachPage = () -> {};
    private int quota = 5000;
    private boolean readOnly;
    private Instant hour = Instant.EPOCH;
    private int used;

    MistServer(
            InetSocketAddress address,
            SimulatedOrg org,
            WebhookSender webhooks,
            InstantSource clock,
            List<Filter> filters)
            throws IOException {
        this.clock = clock;
        this.answers = new MistAnswers(org);
        this.server = HttpServer.create(address, 50);
        server.setExecutor(threads);
        HttpContext api = server.createContext("/", this::handle);
        api.getFilters().addAll(filters);
        server.createContext("/standin/", new SteeringHandler(this, org, webhooks));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param path part of the paths that fail; empty for all */
    synchronized void fault(String path, MistFault next) {
        if (path.isEmpty()) {
            faults.clear();
        }
        faults.put(path, next);
    }

    synchronized void delay(Duration next) {
        delay = next;
    }

    synchronized void afterEachPage(Runnable action) {
        afterEachPage = action;
    }

    synchronized void quota(int next) {
        quota = next;
    }

    synchronized void readOnly(boolean wanted) {
        readOnly = wanted;
    }

    void pageSize(int rows) {
        answers.pageSize(rows);
    }

    void tellsTotal(boolean wanted) {
        answers.tellsTotal(wanted);
    }

    int requests() {
        return requests.get();
    }

    List<String> log() {
        return List.copyOf(log);
    }

    private synchronized MistFault fault(String path) {
        return faults.entrySet().stream()
                .filter(fault -> path.contains(fault.getKey()) && fault.getValue() != MistFault.NONE)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MistFault.NONE);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        log.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        MistFault fault = fault(path);
        Duration wait;
        synchronized (this) {
            wait = fault == MistFault.HANG ? Duration.ofDays(1) : delay;
        }
        if ((!wait.isZero() && isClosedWithin(wait)) || fault == MistFault.DOWN) {
            exchange.close();
            return;
        }
        MistAnswers.Request request = MistAnswers.Request.of(exchange, body);
        MistAnswers.Answer answer = refusal(exchange, fault, path, request.page());
        if (answer == null) {
            answer = answers.answer(request, fault);
            Runnable action;
            synchronized (this) {
                action = afterEachPage;
            }
            action.run();
        }
        send(exchange, answer, fault);
    }

    private boolean isClosedWithin(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private MistAnswers.@Nullable Answer refusal(HttpExchange exchange, MistFault fault, String path, int page) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Token " + StandInMist.TOKEN).equals(authorization) || fault == MistFault.TOKEN_EXPIRED) {
            return MistAnswers.Answer.detail(401, "Authentication credentials were not provided.");
        } else if (fault == MistFault.FORBIDDEN
                || (isReadOnly() && exchange.getRequestMethod().equals("POST"))) {
            return MistAnswers.Answer.detail(403, "You do not have permission to perform this action.");
        }
        int left = spend();
        if (left > 0 || fault == MistFault.QUOTA_SPENT) {
            return MistAnswers.Answer.detail(429, "Request was throttled. Expected available in " + left + " seconds.")
                    .with("Retry-After", String.valueOf(Math.max(1, left)));
        } else if (fault == MistFault.ERROR || (fault == MistFault.LATER_PAGES_FAIL && page > 1)) {
            return MistAnswers.Answer.of(503, JsonNodeFactory.instance.objectNode())
                    .with(FAULT_HEADER, "a failure of the cloud");
        } else if (path.startsWith("/api/v1/orgs/") && !path.startsWith("/api/v1/orgs/" + StandInMist.ORG + "/")) {
            return MistAnswers.Answer.detail(403, "You do not have permission to perform this action.");
        }
        return null;
    }

    private synchronized boolean isReadOnly() {
        return readOnly;
    }

    /** Counts a request; returns how many seconds are left until the next hour if it is one too many. */
    private synchronized int spend() {
        Instant now = clock.instant();
        if (!now.isBefore(hour.plus(Duration.ofHours(1)))) {
            hour = now;
            used = 0;
        }
        return used++ < quota
                ? 0
                : (int) Math.max(
                        1, Duration.between(now, hour.plus(Duration.ofHours(1))).toSeconds());
    }

    private static void send(HttpExchange exchange, MistAnswers.Answer answer, MistFault fault) throws IOException {
        byte[] bytes = bytes(answer.body(), fault);
        boolean wrong = fault != MistFault.NONE && answer.status() == 200;
        if (wrong) {
            exchange.getResponseHeaders().set(FAULT_HEADER, fault.name());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean cut = wrong && fault == MistFault.TRUNCATED;
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
        if (cut) {
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private static byte[] bytes(JsonNode body, MistFault fault) {
        String text = switch (fault) {
            case GARBAGE -> "<html>Welcome to nginx!</html>";
            case NOTHING -> "{}";
            default -> body.isMissingNode() ? "" : body.toString();
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
