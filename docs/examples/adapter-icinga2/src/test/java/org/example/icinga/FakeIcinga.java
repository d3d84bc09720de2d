package org.example.icinga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.StreamingSystem;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.UncertainSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A simulated Icinga 2: as much of its API as the adapter uses, with its answers and refusals. */
final class FakeIcinga
        implements PartitionedSystem,
                AcknowledgingSystem,
                UncertainSystem,
                UnreadableSystem,
                SuppressingSystem,
                StreamingSystem {
    static final String PASSWORD = "a-secret-of-icinga";
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString(("glue:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final String HOST = "web1";

    private final ObjectMapper json = new ObjectMapper();
    private final SettableClock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, ObjectNode> checkables = new TreeMap<>();
    private final Map<String, ObjectNode> comments = new TreeMap<>();
    private final Map<String, ObjectNode> downtimes = new TreeMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    private final FakeEventStream stream = new FakeEventStream();
    private int requests;
    private int comment;

    FakeIcinga(SettableClock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/objects/", this::list);
        server.createContext("/v1/actions/", this::act);
        server.createContext("/v1/events", this::events);
        server.start();
        checkables.put(HOST, checkable(HOST, 0));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the attributes of a host or service, to be changed. */
    synchronized ObjectNode attributes(String name) {
        return checkables.get(name);
    }

    synchronized void schedule(String name, String author, String text) {
        ObjectNode note = note("Downtime", name + "!d1", author).put("comment", text);
        downtimes.put(name, note.put("end_time", seconds() + 3600).put("trigger_time", seconds()));
    }

    private double seconds() {
        return clock.millis() / 1000.0;
    }

    private ObjectNode checkable(String name, int state) {
        clock.advance(Duration.ofSeconds(10));
        ObjectNode object = json.createObjectNode()
                .put("__name", name)
                .put("type", name.contains("!") ? "Service" : "Host")
                .put("state", state)
                .put("state_type", 1)
                .put("last_hard_state_change", seconds())
                .put("last_reachable", true)
                .put("acknowledgement", 0)
                .put("acknowledgement_expiry", 0);
        object.putObject("last_check_result").put("output", name + " is in trouble\nmore about it");
        object.putArray("groups").add("all");
        object.putNull("vars");
        return object;
    }

    private ObjectNode note(String type, String name, String author) {
        return json.createObjectNode()
                .put("__name", name)
                .put("type", type)
                .put("author", author)
                .put("entry_time", seconds());
    }

    private static String full(String problem) {
        return problem.equals("in-hosts") ? problem : HOST + "!" + problem;
    }

    @Override
    public synchronized void open(String problem) {
        checkables.put(full(problem), checkable(full(problem), 1));
    }

    @Override
    public synchronized void end(String problem) {
        checkables.remove(full(problem));
        clear(full(problem));
    }

    @Override
    public synchronized void change(String problem) {
        clock.advance(Duration.ofSeconds(10));
        attributes(full(problem)).put("state", 2).put("last_hard_state_change", seconds());
    }

    @Override
    public List<String> lists() {
        return List.of("hosts", "services");
    }

    @Override
    public void openIn(String list, String problem) {
        open(problem);
    }

    @Override
    public synchronized void injectInto(String list, Failure failure) {
        failures.put(list, failure);
    }

    @Override
    public synchronized void inject(Failure failure) {
        failures.put("", failure);
    }

    @Override
    public synchronized void recover() {
        failures.clear();
        stream.refuse(false);
        attributes(HOST).put("state", 0);
        checkables.values().forEach(object -> object.put("last_reachable", true));
    }

    /** The host is down, which its joined state shows first. */
    @Override
    public synchronized void makeUncertain(String problem) {
        attributes(HOST).put("state", 1);
    }

    @Override
    public synchronized void makeUnreadable(String problem) {
        attributes(full(problem)).remove("last_reachable");
    }

    @Override
    public void acknowledge(String problem, String person, String text) {
        setAck(full(problem), person, text, true, 0);
    }

    @Override
    public synchronized boolean isAcknowledgedBy(String problem, String person) {
        ObjectNode note = comments.get(full(problem));
        return note != null && note.get("author").asText().equals(person);
    }

    @Override
    public void unacknowledge(String problem, String person) {
        clear(full(problem));
    }

    @Override
    public synchronized boolean failAcknowledgements() {
        failures.put("comments", Failure.ANSWERS_ERROR);
        return true;
    }

    @Override
    public void suppress(String problem) {
        schedule(full(problem), "kari", "new disks");
    }

    @Override
    public synchronized void unsuppress(String problem) {
        downtimes.remove(full(problem));
    }

    @Override
    public void announce(String problem) {
        stream.send("{\"type\":\"StateChange\"}");
    }

    @Override
    public int streams() {
        return stream.connections();
    }

    @Override
    public void breakStreams() {
        stream.breakAll();
    }

    @Override
    public void refuseStreams() {
        stream.refuse(true);
    }

    @Override
    public synchronized Object feedbackState(String problem) {
        return String.valueOf(comments.get(full(problem)));
    }

    private synchronized void setAck(String name, String author, String text, boolean persistent, long expiry) {
        attributes(name).put("acknowledgement", 2).put("acknowledgement_expiry", expiry);
        comment++;
        comments.put(
                name,
                note("Comment", name + "!c" + comment, author).put("text", text).put("expire_time", expiry));
    }

    private synchronized void clear(String name) {
        comments.remove(name);
        if (checkables.containsKey(name)) {
            attributes(name).put("acknowledgement", 0).put("acknowledgement_expiry", 0);
        }
    }

    @Override
    public synchronized int requests() {
        return requests;
    }

    @Override
    public List<String> secrets() {
        return List.of(PASSWORD);
    }

    @Override
    public void close() {
        closed.countDown();
        stream.breakAll();
        server.stop(0);
        threads.shutdownNow();
    }

    private void list(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestURI().getPath().replace("/v1/objects/", "");
        if (fails(exchange, type)) {
            return;
        }
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("results");
        synchronized (this) {
            boolean services = type.equals("services");
            Map<String, ObjectNode> notes = type.equals("comments") ? comments : downtimes;
            boolean checked = services || type.equals("hosts");
            for (ObjectNode object : (checked ? checkables : notes).values()) {
                boolean listed = !checked
                        || (object.get("type").asText().equals("Service") == services
                                && object.get("state").asInt() != 0
                                && !object.get("__name").asText().equals(HOST));
                if (listed) {
                    ObjectNode result = results.addObject();
                    result.set("attrs", object.deepCopy());
                    result.putObject("joins").set("host", checkables.get(HOST).deepCopy());
                    if (type.equals("hosts")) {
                        result.putObject("joins");
                    }
                }
            }
        }
        send(exchange, 200, answer.toString(), 0);
    }

    private void act(HttpExchange exchange) throws IOException {
        if (fails(exchange, "actions")) {
            return;
        }
        JsonNode body = json.readTree(exchange.getRequestBody());
        String name = body.path("service").asText(body.path("host").asText());
        synchronized (this) {
            if (!checkables.containsKey(name)) {
                send(exchange, 404, "{\"error\":404,\"status\":\"No objects found.\"}", 0);
            } else if (exchange.getRequestURI().getPath().endsWith("remove-acknowledgement")) {
                clear(name);
                send(exchange, 200, "{\"results\":[{\"code\":200}]}", 0);
            } else if (attributes(name).get("acknowledgement").asInt() != 0) {
                send(exchange, 409, "{\"results\":[{\"code\":409}]}", 0);
            } else {
                long expiry = body.path("expiry").asLong();
                setAck(name, body.get("author").asText(), body.get("comment").asText(), false, expiry);
                send(exchange, 200, "{\"results\":[{\"code\":200}]}", 0);
            }
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        if (stream.refuses()) {
            send(exchange, 404, "{\"error\":404,\"status\":\"Missing permission.\"}", 0);
        } else if (!fails(exchange, "events")) {
            stream.answer(exchange);
        }
    }

    private boolean fails(HttpExchange exchange, String list) throws IOException {
        Failure failure;
        synchronized (this) {
            requests++;
            failure = failures.getOrDefault("", failures.get(list));
        }
        String credentials = exchange.getRequestHeaders().getFirst("Authorization");
        if (failure == Failure.REFUSES_CREDENTIALS || !CREDENTIALS.equals(credentials)) {
            send(exchange, 401, "{\"error\":401,\"status\":\"Unauthorized.\"}", 0);
        } else if (failure == Failure.DOWN) {
            exchange.close();
        } else if (failure == Failure.HANGS) {
            hang(exchange);
        } else if (failure == Failure.ANSWERS_ERROR) {
            send(exchange, 503, "{\"error\":503,\"status\":\"Icinga is reloading.\"}", 0);
        } else if (failure == Failure.ANSWERS_INVALID) {
            send(exchange, 200, "<html>", 0);
        } else if (failure == Failure.ANSWERS_NOTHING) {
            send(exchange, 200, "{}", 0);
        } else if (failure == Failure.TRUNCATES_ANSWERS) {
            send(exchange, 200, "{\"results\":[]}", 1);
        }
        return failure != null || !CREDENTIALS.equals(credentials);
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
