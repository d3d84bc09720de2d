package org.example.nav;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.NotifyingSystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulated NAV: as much of its REST API as the adapter uses, and the events that its engine exports. */
final class FakeNav
        implements PagedSystem,
                UnreadableSystem,
                AcknowledgingSystem,
                ForgetfulSystem,
                SuppressingSystem,
                NotifyingSystem,
                WebhookSystem {
    static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    static final String TOKEN = "a-secret-of-nav";
    /** Less than the adapter asks for, as of a NAV whose administrator has limited it. */
    private static final int PAGE_SIZE = 20;

    private final ObjectMapper json = new ObjectMapper();
    private final SettableClock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** All alerts that there ever were. */
    private final TreeMap<Long, ObjectNode> history = new TreeMap<>();

    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, ObjectNode> unreadable = new HashMap<>();
    private Failure failure;
    private boolean failsAfterFirstPage;
    private boolean newestFirst;
    /** What happens when the first page was answered. */
    private Runnable betweenPages = () -> {};

    private Runnable whenAnInterfaceIsRead = () -> {};

    private int requests;
    private String lastQuery = "";

    FakeNav(SettableClock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/1/alert/", this::alerts);
        server.createContext("/api/1/netbox/", this::netbox);
        server.createContext("/api/1/interface/", this::port);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns what the API says about an alert, to be changed. */
    synchronized ObjectNode alert(String problem) {
        return history.get(ids.getOrDefault(problem, 0L));
    }

    /** Returns the parameters of the last request for the list. */
    synchronized String lastQuery() {
        return lastQuery;
    }

    /** Sets what happens each time when the first page of the list was read. */
    synchronized void betweenPages(Runnable happens) {
        betweenPages = happens;
    }

    synchronized void whenAnInterfaceIsRead(Runnable happens) {
        whenAnInterfaceIsRead = happens;
    }

    /** NAV does not sort its list; usually the oldest alert is the first one. */
    synchronized void listNewestFirst() {
        newestFirst = true;
    }

    private String now() {
        return LocalDateTime.ofInstant(clock.instant(), ZONE).toString();
    }

    private ObjectNode add(String problem, String endTime) {
        clock.advance(Duration.ofSeconds(10));
        long id = history.size() + 1000L;
        ObjectNode alert = json.createObjectNode()
                .put("id", id)
                .put("subject", "gw1.example.org")
                .put("subject_type", "Netbox")
                .put("subject_url", "/ipdevinfo/gw1.example.org/")
                .put("on_maintenance", false)
                .put("start_time", now())
                .put("end_time", endTime)
                .put("event_details_url", "/search/event/" + id)
                .put("subid", "")
                .put("severity", 2)
                .put("netbox", 42)
                .putNull("acknowledgement");
        alert.putObject("alert_type").put("name", "boxDown").put("description", "Box declared down.");
        alert.putObject("event_type").put("id", "boxState").put("description", "Whether a box is up.");
        history.put(id, alert);
        ids.put(problem, id);
        return alert;
    }

    @Override
    public synchronized void open(String problem) {
        add(problem, "infinity");
    }

    @Override
    public synchronized void end(String problem) {
        alert(problem).put("end_time", now());
    }

    /** As when somebody deletes the device. */
    @Override
    public synchronized void forget(String problem) {
        history.remove(ids.getOrDefault(problem, 0L));
    }

    @Override
    public synchronized void change(String problem) {
        alert(problem).put("severity", 1);
    }

    @Override
    public synchronized void happen(String event) {
        add(event, null);
    }

    @Override
    public synchronized void inject(Failure kind) {
        failure = kind;
    }

    @Override
    public int pageSize() {
        return PAGE_SIZE;
    }

    @Override
    public synchronized void failAfterFirstPage() {
        failsAfterFirstPage = true;
    }

    @Override
    public synchronized void makeUnreadable(String problem) {
        long id = ids.getOrDefault(problem, 0L);
        unreadable.put(id, alert(problem).deepCopy());
        alert(problem).remove("severity");
    }

    @Override
    public synchronized void recover() {
        failure = null;
        failsAfterFirstPage = false;
        history.putAll(unreadable);
        unreadable.clear();
    }

    @Override
    public synchronized void acknowledge(String problem, String person, String text) {
        ObjectNode ack = alert(problem).putObject("acknowledgement").put("comment", text).put("date", now());
        ack.putObject("account").put("id", 7).put("login", person).put("name", "Somebody");
    }

    @Override
    public synchronized boolean isAcknowledgedBy(String problem, String person) {
        return alert(problem).at("/acknowledgement/account/login").asText().equals(person);
    }

    @Override
    public synchronized void unacknowledge(String problem, String person) {
        alert(problem).putNull("acknowledgement");
    }

    @Override
    public boolean failAcknowledgements() {
        return false;
    }

    @Override
    public synchronized void suppress(String problem) {
        alert(problem).put("on_maintenance", true);
    }

    @Override
    public synchronized void unsuppress(String problem) {
        alert(problem).put("on_maintenance", false);
    }

    @Override
    public WebhookRequest webhook(String problem) {
        return event(problem, "s", "box down gw1.example.org 192.0.2.1");
    }

    /** Returns what the export script sends when the engine has exported an event. */
    synchronized WebhookRequest event(String problem, String state, String message) {
        ObjectNode event = alert(problem).deepCopy();
        event.remove(List.of("start_time", "end_time", "acknowledgement", "event_details_url"));
        event.set("history", event.get("id"));
        event.put("id", 5).put("state", state).put("time", now()).put("message", message);
        return WebhookRequest.of(Map.of(), (event + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized int requests() {
        return requests;
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void alerts(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceAll("[^0-9]*1/alert/|/$", "");
        if (fails(exchange)) {
            return;
        }
        if (!id.isEmpty()) {
            ObjectNode alert;
            synchronized (this) {
                alert = history.get(Long.parseLong(id));
            }
            send(exchange, alert == null ? 404 : 200, alert == null ? "{\"detail\": \"No match.\"}" : "" + alert, 0);
            return;
        }
        Map<String, String> query = Stream.of(exchange.getRequestURI().getQuery().split("&"))
                .collect(Collectors.toMap(pair -> pair.split("=")[0], pair -> pair.split("=")[1]));
        int page = Integer.parseInt(query.get("page"));
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("results");
        boolean isThere;
        synchronized (this) {
            lastQuery = exchange.getRequestURI().getQuery();
            Map<Long, ObjectNode> all = newestFirst ? history.descendingMap() : history;
            List<ObjectNode> listed = all.values().stream()
                    .filter(alert -> alert.get("end_time").asText().equals("infinity")
                            || (alert.get("end_time").isNull() && query.containsKey("stateless")))
                    .filter(alert -> alert.get("acknowledgement").isNull() || query.containsKey("acknowledged"))
                    .filter(alert -> !alert.get("on_maintenance").asBoolean() || query.containsKey("on_maintenance"))
                    .toList();
            listed.stream().skip((page - 1L) * PAGE_SIZE).limit(PAGE_SIZE).forEach(alert -> results.add(alert.deepCopy()));
            answer.put("count", listed.size());
            answer.put("next", page * PAGE_SIZE < listed.size() ? url() + "/api/1/alert/?page=" + (page + 1) : null);
            if (page == 1) {
                betweenPages.run();
            }
            isThere = (page == 1 || !results.isEmpty()) && !(failsAfterFirstPage && page > 1);
        }
        send(exchange, isThere ? 200 : failsAfterFirstPage ? 503 : 404, "" + answer, 0);
    }

    private void netbox(HttpExchange exchange) throws IOException {
        if (!fails(exchange)) {
            send(exchange, 200, """
                    {"id": 42, "sysname": "gw1.example.org", "room": {"id": "b-101", "location": "oslo"},
                     "organization": {"id": "noc", "parent": "it"}}""", 0);
        }
    }

    private void port(HttpExchange exchange) throws IOException {
        if (!fails(exchange)) {
            whenAnInterfaceIsRead.run();
            send(exchange, 200, "{\"id\": 7, \"ifname\": \"ge-0/0/1\", \"netbox\": {\"id\": 42}}", 0);
        }
    }

    private boolean fails(HttpExchange exchange) throws IOException {
        Failure now;
        synchronized (this) {
            requests++;
            now = failure;
        }
        String credentials = exchange.getRequestHeaders().getFirst("Authorization");
        if (!exchange.getRequestURI().getPath().endsWith("/")) {
            send(exchange, 500, "Django redirects to the path with a slash at its end", 0);
            return true;
        }
        boolean refused = !("Token " + TOKEN).equals(credentials);
        if (now == Failure.REFUSES_CREDENTIALS || refused) {
            send(exchange, 403, "{\"detail\":\"Authentication credentials were not provided.\"}", 0);
        } else if (now == Failure.DOWN) {
            exchange.close();
        } else if (now == Failure.HANGS) {
            hang(exchange);
        } else if (now == Failure.ANSWERS_ERROR) {
            send(exchange, 500, "<h1>Server Error</h1>", 0);
        } else if (now == Failure.ANSWERS_INVALID) {
            send(exchange, 200, "<html>", 0);
        } else if (now == Failure.ANSWERS_NOTHING) {
            send(exchange, 200, "{}", 0);
        } else if (now == Failure.TRUNCATES_ANSWERS) {
            send(exchange, 200, "{\"count\": 0, \"next\": null, \"results\": []}", 1);
        }
        return now != null || refused;
    }

    private void hang(HttpExchange exchange) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String text, int missing) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length - missing);
        exchange.getResponseBody().flush();
        if (missing > 0) {
            throw new IOException("ends the connection");
        }
        exchange.close();
    }
}
