package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Zabbix. Trigger K of a host fires while its item is above 0, and has the severity K modulo 6. Problems are
 * named by the numbers of their events.
 */
final class LabZabbix implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Shell script = new Shell(Folders.lab().resolve("zabbix.sh"), Map.of());
    private final String dir = Folders.fresh("zabbix").toString();
    private final int hosts;
    private final int triggers;
    private final Map<String, String> facts;

    LabZabbix(int hosts, int triggers) {
        this.hosts = hosts;
        this.triggers = triggers;
        this.facts = LabArgus.facts(script.run("start", dir, "" + hosts, "" + triggers));
    }

    URI url() {
        return URI.create(facts.getOrDefault("ZABBIX_URL", ""));
    }

    String token() {
        return facts.getOrDefault("ZABBIX_TOKEN", "");
    }

    /** Returns all triggers, as {@code host1 1}. */
    List<String> triggers() {
        return IntStream.rangeClosed(1, hosts)
                .boxed()
                .flatMap(host -> IntStream.rangeClosed(1, triggers).mapToObj(k -> "host" + host + " " + k))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Sends one value to each of these triggers, such as {@code host1 1 1}, and waits until so many problems are open.
     */
    void send(List<String> values, int open) {
        script.run(
                "send", dir, values.stream().map(line -> line.replace(' ', ':')).collect(Collectors.joining(",")));
        Await.equal(PATIENCE, "problems in Zabbix", open, () -> open().size());
    }

    /** Lets everything be OK. */
    void allOk() {
        send(triggers().stream().map(trigger -> trigger + " 0").toList(), 0);
    }

    /** Returns the open problems, sorted as texts. */
    List<String> open() {
        return problems("").stream()
                .map(problem -> problem.path("eventid").asText())
                .sorted()
                .toList();
    }

    /** Returns the number of the open problem of a trigger, such as {@code host1 1}. */
    String problem(String trigger) {
        String[] parts = trigger.split(" ", 2);
        String name = "Fault " + parts[1] + " on " + parts[0];
        return problems("").stream()
                .filter(problem -> problem.path("name").asText().equals(name))
                .map(problem -> problem.path("eventid").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no problem '" + name + "'"));
    }

    /** Returns when each resolved problem was resolved, in seconds since 1970. */
    Map<String, Long> resolved() {
        return problems(", \"recent\": true").stream()
                .filter(problem -> problem.path("r_eventid").asLong() != 0)
                .collect(Collectors.toMap(
                        problem -> problem.path("eventid").asText(),
                        problem -> problem.path("r_clock").asLong()));
    }

    private List<JsonNode> problems(String more) {
        List<JsonNode> found = new ArrayList<>();
        call("problem.get", "{\"output\": \"extend\"" + more + "}").forEach(found::add);
        return found;
    }

    /** Does what a person does with a problem: the sum of the numbers of actions in the API. */
    void update(String problem, int action, String more) {
        call("event.acknowledge", "{\"eventids\": [\"" + problem + "\"], \"action\": " + action + more + "}");
    }

    /** Returns the messages of a problem. */
    String messages(String problem) {
        return call(
                        "problem.get",
                        "{\"output\": [\"eventid\"], \"selectAcknowledges\": \"extend\", \"eventids\": [\"" + problem
                                + "\"]}")
                .findValuesAsText("message")
                .toString();
    }

    /** Returns whether a problem is acknowledged. */
    boolean isAcknowledged(String problem) {
        return problems(", \"eventids\": [\"" + problem + "\"]")
                        .get(0)
                        .path("acknowledged")
                        .asInt()
                == 1;
    }

    JsonNode call(String method, String parameters) {
        try {
            return JSON.readTree(script.run("call", dir, method, parameters));
        } catch (IOException e) {
            throw new UncheckedIOException(method, e);
        }
    }

    /** Lets webhooks go to this address from now on. */
    void hook(URI address, String secret) {
        script.run("hook", dir, address.toString(), secret);
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
