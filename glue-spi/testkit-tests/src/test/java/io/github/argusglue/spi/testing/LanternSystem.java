package io.github.argusglue.spi.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A monitoring system with an HTTP API of lines: two sites that fail separately, maintenance, news without a state, a
 * stream of events and webhooks with a challenge.
 */
final class LanternSystem
        implements PartitionedSystem, SuppressingSystem, NotifyingSystem, StreamingSystem, ChallengingSystem {
    private static final String KEY = "wick";

    private final SettableClock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final List<String> news = new ArrayList<>();
    private final Map<String, Failure> failing = new TreeMap<>();
    private final List<String> announced = new ArrayList<>();
    private int requests;
    private final Set<HttpExchange> connected = new HashSet<>();
    private int breaks;
    private boolean refusesStreams;

    private static final class Problem {
        final String site;
        final Instant since;
        String text = "is dark";
        String suppressedUntil = "";

        Problem(String site, Instant since) {
            this.site = site;
            this.since = since;
        }
    }

    LanternSystem(Clock clock) {
        this.clock = (SettableClock) clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.createContext("/events", this::stream);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public List<String> lists() {
        return List.of("oslo", "bergen");
    }

    @Override
    public void open(String problem) {
        openIn("oslo", problem);
    }

    @Override
    public synchronized void openIn(String list, String problem) {
        clock.advance(Duration.ofSeconds(2));
        problems.put(problem, new Problem(list, clock.instant()));
    }

    @Override
    public synchronized void end(String problem) {
        clock.advance(Duration.ofSeconds(2));
        problems.remove(problem);
    }

    @Override
    public synchronized void change(String problem) {
        Objects.requireNonNull(problems.get(problem)).text = "is very dark";
    }

    @Override
    public synchronized void suppress(String problem) {
        Objects.requireNonNull(problems.get(problem)).suppressedUntil =
                clock.instant().plus(Duration.ofHours(2)).toString();
    }

    @Override
    public synchronized void unsuppress(String problem) {
        Objects.requireNonNull(problems.get(problem)).suppressedUntil = "";
    }

    @Override
    public synchronized void happen(String event) {
        news.add(news.size() + "|" + clock.instant() + "|" + event);
    }

    @Override
    public synchronized void inject(Failure failure) {
        List.of("oslo", "bergen", "news", "events").forEach(path -> failing.put(path, failure));
    }

    @Override
    public synchronized void injectInto(String list, Failure failure) {
        failing.put(list, failure);
    }

    @Override
    public synchronized void recover() {
        failing.clear();
        refusesStreams = false;
    }

    @Override
    public synchronized void announce(String problem) {
        announced.add(problem);
    }

    @Override
    public synchronized int streams() {
        return connected.size();
    }

    @Override
    public synchronized void breakStreams() {
        breaks++;
        Set<HttpExchange> before = Set.copyOf(connected);
        try {
            while (connected.stream().anyMatch(before::contains)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void refuseStreams() {
        refusesStreams = true;
    }

    @Override
    public WebhookRequest webhook(String problem) {
        return WebhookRequest.builder()
                .method("POST")
                .header("X-Lantern", KEY)
                .body(("problem=" + problem).getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Override
    public WebhookRequest challenge() {
        return WebhookRequest.builder()
                .method("GET")
                .query("key", KEY)
                .query("challenge", "say this")
                .build();
    }

    @Override
    public boolean isAnsweredBy(WebhookResponse answer) {
        return answer.status() == 200 && answer.body().equals("say this");
    }

    static boolean isSigned(WebhookRequest request) {
        return request.header("X-Lantern")
                .or(() -> request.query("key"))
                .orElse("")
                .equals(KEY);
    }

    @Override
    public synchronized int requests() {
        return requests;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        List<String> lines = new ArrayList<>();
        Failure failure;
        synchronized (this) {
            requests++;
            failure = failing.get(path);
            if (path.equals("news")) {
                lines.addAll(news);
            } else {
                problems.forEach((name, problem) -> {
                    if (problem.site.equals(path)) {
                        lines.add(String.join(
                                "|", name, problem.since.toString(), problem.text, problem.suppressedUntil));
                    }
                });
            }
        }
        if (failure == null) {
            byte[] text = (String.join("\n", lines) + "\nend").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        } else if (failure == Failure.ANSWERS_ERROR) {
            exchange.sendResponseHeaders(503, -1);
        }
        exchange.close();
    }

    /** Sends a blank line again and again, which shows whether the client is still there. */
    private void stream(HttpExchange exchange) throws IOException {
        int seen;
        int before;
        synchronized (this) {
            requests++;
            seen = announced.size();
            before = breaks;
            if (refusesStreams || failing.containsKey("events")) {
                exchange.sendResponseHeaders(refusesStreams ? 403 : 503, -1);
                exchange.close();
                return;
            }
            connected.add(exchange);
        }
        try {
            exchange.sendResponseHeaders(200, 0);
            while (!closed.await(5, TimeUnit.MILLISECONDS) && isUnbroken(before)) {
                String text = announced(seen);
                seen += text.isEmpty() ? 0 : 1;
                exchange.getResponseBody().write((text + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                connected.remove(exchange);
                notifyAll();
            }
            exchange.close();
        }
    }

    private synchronized boolean isUnbroken(int before) {
        return breaks == before;
    }

    private synchronized String announced(int seen) {
        return seen < announced.size() ? announced.get(seen) : "";
    }
}
