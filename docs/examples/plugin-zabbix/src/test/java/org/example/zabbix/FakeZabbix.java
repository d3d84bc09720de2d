package org.example.zabbix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A simulated Zabbix: as much of its API as the adapter uses, with the answers and refusals that a real 6.0.14 gave.
 * From 6.4 on, it wants the token in a header, and from 7.2 on only there.
 */
final class FakeZabbix
        implements PartitionedSystem,
                AcknowledgingSystem,
                UnreadableSystem,
                SuppressingSystem,
                ForgetfulSystem,
                WebhookSystem {
    static final String TOKEN = "a-token-of-zabbix";
    static final String PASSWORD = "a-password-of-zabbix";
    static final String HOOK_SECRET = "a-secret-of-webhooks";
    /** Who is signed in. */
    private static final String OURSELVES = "3";

    private final ObjectMapper json = new ObjectMapper();
    private final SettableClock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Long, ObjectNode> events = new TreeMap<>();
    private final Map<String, Long> running = new HashMap<>();
    private final Map<Long, ObjectNode> triggers = new TreeMap<>();
    private final Map<String, String> users = new TreeMap<>(Map.of(OURSELVES, "glue"));
    private final Map<String, Failure> failures = new HashMap<>();
    private final Set<String> sessions = new HashSet<>();
    private String version = "6.0.14";
    private boolean hidesHosts;
    private int requests;
    private long number = 100;

    FakeZabbix(SettableClock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/zabbix/api_jsonrpc.php", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/zabbix");
    }

    synchronized void upgrade(String newer) {
        version = newer;
    }

    synchronized void endSessions() {
        sessions.clear();
    }

    /** Takes the permission to read anything from the user. */
    synchronized void hideHosts() {
        hidesHosts = true;
    }

    /** Returns a running problem, to be changed. */
    synchronized ObjectNode problem(String name) {
        return events.get(running.get(name));
    }

    /** Returns the trigger of a running problem, to be changed. */
    synchronized ObjectNode trigger(String name) {
        return triggers.get(problem(name).get("objectid").asLong());
    }

    synchronized void rename(String userid, String name) {
        users.put(userid, name);
    }

    @Override
    public synchronized void open(String problem) {
        clock.advance(Duration.ofSeconds(10));
        number += 2;
        running.put(problem, number);
        ObjectNode trigger = json.createObjectNode().put("triggerid", "" + (number + 1));
        trigger.put("monitored", true).putArray("hosts").addObject().put("host", "web1");
        trigger.putArray("groups").addObject().put("groupid", "7").put("name", "Linux");
        triggers.put(number + 1, trigger);
        ObjectNode event = json.createObjectNode()
                .put("eventid", "" + number)
                .put("objectid", "" + (number + 1))
                .put("clock", "" + clock.instant().getEpochSecond())
                .put("r_eventid", "0")
                .put("userid", "0")
                .put("name", problem + " has a fault")
                .put("severity", "4")
                .put("acknowledged", "0")
                .put("suppressed", "0");
        event.putArray("tags").addObject().put("tag", "component").put("value", "disk");
        event.putArray("acknowledges");
        event.putArray("suppression_data");
        events.put(number, event);
    }

    @Override
    public synchronized void end(String problem) {
        number += 2;
        problem(problem).put("r_eventid", "" + number);
        events.put(
                number,
                json.createObjectNode()
                        .put("eventid", "" + number)
                        .put("clock", "" + clock.instant().getEpochSecond()));
        running.remove(problem);
    }

    /** The permission to read it is gone. */
    @Override
    public synchronized void forget(String problem) {
        events.remove(running.remove(problem));
    }

    @Override
    public synchronized void change(String problem) {
        problem(problem).put("severity", "5");
    }

    @Override
    public List<String> lists() {
        return List.of("problem.get", "trigger.get");
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
        events.values().stream()
                .filter(event -> event.has("severity"))
                .filter(event -> event.get("severity").asText().isEmpty())
                .forEach(event -> event.put("severity", "4"));
    }

    @Override
    public synchronized void makeUnreadable(String problem) {
        problem(problem).put("severity", "");
    }

    @Override
    public synchronized void acknowledge(String problem, String person, String text) {
        String id = "user " + person;
        users.put(id, person);
        acknowledge(problem(problem), id, 6, text);
    }

    private void acknowledge(ObjectNode event, String user, int action, String text) {
        boolean before = event.get("acknowledged").asInt() == 1;
        // Zabbix keeps of an update only what changed something.
        int kept = action & ~(before ? 2 : 16);
        if (kept != 0) {
            event.put("acknowledged", (kept & 2) != 0 || (before && (kept & 16) == 0) ? "1" : "0");
            ((ArrayNode) event.get("acknowledges"))
                    .addObject()
                    .put("acknowledgeid", "" + ++number)
                    .put("userid", user)
                    .put("clock", "" + clock.instant().getEpochSecond())
                    .put("message", text)
                    .put("action", "" + kept);
        }
    }

    @Override
    public synchronized boolean isAcknowledgedBy(String problem, String person) {
        return ProblemView.lastAcknowledgement(problem(problem))
                .filter(entry -> entry.get("userid").asText().equals("user " + person))
                .isPresent();
    }

    @Override
    public synchronized void unacknowledge(String problem, String person) {
        acknowledge(problem(problem), "user " + person, 16, "");
    }

    @Override
    public synchronized boolean failAcknowledgements() {
        failures.put("user.get", Failure.ANSWERS_ERROR);
        return true;
    }

    @Override
    public synchronized void suppress(String problem) {
        long end = clock.instant().getEpochSecond() + 7200;
        ((ArrayNode) problem(problem).put("suppressed", "1").get("suppression_data"))
                .addObject()
                .put("maintenanceid", "5")
                .put("suppress_until", "" + end);
    }

    @Override
    public synchronized void unsuppress(String problem) {
        problem(problem).put("suppressed", "0").putArray("suppression_data");
    }

    /** As the media type of zabbix-argus-glue sends it: all values are strings. */
    @Override
    public synchronized WebhookRequest webhook(String problem) {
        String body = json.createObjectNode()
                .put("eventid", problem(problem).get("eventid").asText())
                .put("value", "1")
                .put("timestamp", "{EVENT.TIMESTAMP}")
                .put("tags", "[{\"tag\":\"component\",\"value\":\"disk\"}]")
                .put("update_status", "0")
                .toString();
        return WebhookRequest.of(
                Map.of("X-Webhook-Secret", List.of(HOOK_SECRET)), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized Object feedbackState(String problem) {
        return problem(problem).get("acknowledges").toString();
    }

    @Override
    public synchronized int requests() {
        return requests;
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN, PASSWORD, HOOK_SECRET);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody());
        String method = body.get("method").asText();
        Failure failure;
        synchronized (this) {
            requests++;
            failure = failures.getOrDefault("", failures.get(method));
        }
        if (failure == Failure.DOWN) {
            exchange.close();
        } else if (failure == Failure.HANGS) {
            hang(exchange);
        } else if (failure == Failure.ANSWERS_ERROR) {
            send(exchange, 200, error("SQL statement execution has failed."), 0);
        } else if (failure == Failure.ANSWERS_INVALID) {
            send(exchange, 200, "<html>", 0);
        } else if (failure == Failure.ANSWERS_NOTHING) {
            send(exchange, 200, "{}", 0);
        } else if (failure == Failure.TRUNCATES_ANSWERS) {
            send(exchange, 200, "{\"result\":[]}", 1);
        } else {
            send(exchange, 200, result(exchange, method, body, failure == Failure.REFUSES_CREDENTIALS), 0);
        }
    }

    private synchronized String result(HttpExchange exchange, String method, JsonNode body, boolean refuses) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        boolean old = version.startsWith("6.0");
        if (method.equals("apiinfo.version")) {
            return header == null && !body.has("auth") ? result(version) : error("must be called without");
        }
        if (!old && body.has("auth")) {
            return error("Invalid parameter \"/\": unexpected parameter \"auth\".");
        }
        JsonNode params = body.get("params");
        if (method.equals("user.login")) {
            if (refuses || !params.path("password").asText().equals(PASSWORD)) {
                return error("Incorrect user name or password or account is temporarily blocked.");
            }
            sessions.add("session " + ++number);
            return result("session " + number);
        }
        String given = old ? body.path("auth").asText() : ("" + header).replaceFirst("^Bearer ", "");
        if (refuses || (!given.equals(TOKEN) && !sessions.contains(given))) {
            return error("Session terminated, re-login, please.");
        }
        if (method.equals("event.acknowledge")) {
            long id = params.get("eventids").get(0).asLong();
            acknowledge(
                    events.get(id),
                    OURSELVES,
                    params.get("action").asInt(),
                    params.path("message").asText());
            return result("");
        }
        ArrayNode found = json.createArrayNode();
        switch (method) {
            case "problem.get" -> problems(params, found);
            case "trigger.get" ->
                triggers.values().stream()
                        .filter(trigger -> trigger.get("monitored").asBoolean() && names(params, "triggerids", trigger))
                        .forEach(trigger -> found.add(shown(trigger, params)));
            case "event.get" ->
                events.values().stream()
                        .filter(event -> names(params, "eventids", event))
                        .forEach(found::add);
            case "user.get" ->
                users.forEach((id, name) -> found.addObject().put("userid", id).put("username", name));
            case "hostgroup.get" -> {
                if (params.get("filter").get("name").toString().contains("\"Linux\"")) {
                    found.addObject().put("groupid", "7").put("name", "Linux");
                }
            }
            case "host.get" -> {
                if (!hidesHosts) {
                    found.addObject().put("hostid", "1");
                }
            }
            default -> throw new IllegalStateException(method);
        }
        return json.createObjectNode().set("result", found).toString();
    }

    private void problems(JsonNode params, ArrayNode found) {
        for (long id : running.values()) {
            ObjectNode event = events.get(id);
            boolean severe = !params.has("severities")
                    || params.get("severities")
                            .toString()
                            .contains(event.get("severity").asText());
            boolean asked = !params.has("eventids") || names(params, "eventids", event);
            if (!hidesHosts && severe && asked) {
                found.add(event.deepCopy());
            }
        }
    }

    /** From 6.2 on, groups of hosts have another name. */
    private ObjectNode shown(ObjectNode trigger, JsonNode params) {
        ObjectNode copy = trigger.deepCopy();
        copy.remove("groups");
        if (params.has("selectGroups") && version.startsWith("6.0")) {
            copy.set("groups", trigger.get("groups"));
        } else if (params.has("selectHostGroups") && !version.startsWith("6.0")) {
            copy.set("hostgroups", trigger.get("groups"));
        }
        return copy;
    }

    private static boolean names(JsonNode params, String key, JsonNode object) {
        String id = object.get(key.substring(0, key.length() - 1)).asText();
        for (JsonNode wanted : params.get(key)) {
            if (wanted.asText().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private String result(String text) {
        return json.createObjectNode().put("result", text).toString();
    }

    private String error(String data) {
        ObjectNode error = json.createObjectNode();
        error.putObject("error")
                .put("code", -32602)
                .put("message", "Invalid params.")
                .put("data", data);
        return error.toString();
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
