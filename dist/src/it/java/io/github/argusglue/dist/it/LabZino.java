package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A real Zino, and simulated routers. */
public final class LabZino implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Polling a router takes a few dozen sequential requests. */
    private static final int QUESTIONS_OF_A_LOOK = 8;

    private static final double PAUSE_AFTER_A_LOOK = 1.5;

    private final Shell script;
    private final String dir;
    private final Map<String, String> facts;
    private final int routers;
    private final int ports;

    private LabZino(Shell script, Path dir, int routers, int ports) {
        this.script = script;
        this.dir = dir.toString();
        this.routers = routers;
        this.ports = ports;
        this.facts = LabArgus.facts(script.run("start", dir.toString()));
    }

    /** Starts another Zino that watches the same routers and has polled all of them. */
    LabZino twin() {
        Map<String, String> settings = settings(routers, ports);
        settings.put("ZINO_SHARE", dir);
        return start(settings, routers, ports);
    }

    /** Starts a Zino that has polled all its routers, so that it knows the normal state. */
    public static LabZino start(int routers, int ports) {
        return start(settings(routers, ports), routers, ports);
    }

    private static Map<String, String> settings(int routers, int ports) {
        Map<String, String> settings =
                new HashMap<>(Map.of("ZINO_ROUTERS", "" + routers, "ZINO_PORTS", "" + ports, "ZINO_INTERVAL", "5"));
        String cached = System.getProperty("argusglue.venv", "");
        if (!cached.isEmpty()) {
            settings.put(
                    "ZINO_VENV", Path.of(cached).resolveSibling("zino-venv").toString());
        }
        return settings;
    }

    private static LabZino start(Map<String, String> settings, int routers, int ports) {
        Path dir = Folders.fresh("zino");
        LabZino zino = new LabZino(new Shell(Folders.lab().resolve("zino.sh"), settings), dir, routers, ports);
        zino.lookAtAll();
        return zino;
    }

    /** Returns the address of Zino's SNMP agent. */
    String uptimeAddress() {
        return fact("ZINO_ADDRESS") + ":" + fact("ZINO_UPTIME_PORT");
    }

    /** Suspends Zino; it keeps its connections. */
    public void freeze() {
        script.run("freeze", dir);
    }

    /** Resumes it. */
    public void thaw() {
        script.run("thaw", dir);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(fact("ZINO_ADDRESS"), Integer.parseInt(fact("ZINO_PORT")));
    }

    public InetSocketAddress notifyAddress() {
        return new InetSocketAddress(fact("ZINO_ADDRESS"), Integer.parseInt(fact("ZINO_NOTIFY_PORT")));
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** Returns a new session of a person. */
    public ZinoPerson person() {
        return new ZinoPerson(address());
    }

    /** Makes Zino poll all routers, and waits until it has finished. */
    void lookAtAll() {
        lookAt(1, routers);
    }

    /** Makes Zino poll routers with numbers from first to last, and waits until it has finished. */
    public void lookAt(int first, int last) {
        List<String> names = IntStream.rangeClosed(first, last)
                .mapToObj(number -> "gw" + number)
                .toList();
        JsonNode before = tell("asked");
        try (ZinoPerson person = person()) {
            names.forEach(name -> Await.that(PATIENCE, "Zino knows " + name, () -> person.poll(name)));
        }
        Await.that(PATIENCE, "Zino has looked at " + names, () -> {
            JsonNode now = tell("asked");
            return names.stream()
                    .allMatch(name -> now.path(name).path(0).asInt()
                                    >= before.path(name).path(0).asInt() + QUESTIONS_OF_A_LOOK
                            && now.path(name).path(1).asDouble() > PAUSE_AFTER_A_LOOK);
        });
    }

    /** Makes Zino poll a router without waiting: a silent router takes time. */
    public void look(String router) {
        try (ZinoPerson person = person()) {
            person.require("200", "POLLRTR " + router);
        }
    }

    /** Changes a router's state, such as {@code ports.3.oper=down}; Zino does not know yet. */
    public void set(String router, String... settings) {
        List<String> command = new ArrayList<>(List.of("set", router));
        command.addAll(List.of(settings));
        tell(command.toArray(String[]::new));
    }

    /** Takes a port down; the router notifies Zino at once. */
    public void fall(String router, int port) {
        set(router, "ports." + port + ".oper=down");
        tell("trap", router, "" + port, "down");
    }

    /** Brings a port up again; the router notifies Zino at once. */
    public void rise(String router, int port) {
        set(router, "ports." + port + ".oper=up");
        tell("trap", router, "" + port, "up");
    }

    /** Takes the first ports of all routers down, and returns when Zino has a case for each. */
    void fallMany(int count) {
        for (int router = 1; router <= routers; router++) {
            setPorts("gw" + router, 1, Math.min(ports, count - (router - 1) * ports), "down");
        }
        lookAtAll();
        awaitCases(count);
    }

    /** Sets a range of ports, which may be empty. */
    public void setPorts(String router, int first, int last, String state) {
        if (last >= first) {
            set(
                    router,
                    IntStream.rangeClosed(first, last)
                            .mapToObj(port -> "ports." + port + ".oper=" + state)
                            .toArray(String[]::new));
        }
    }

    void awaitCases(int count) {
        try (ZinoPerson person = person()) {
            Await.equal(PATIENCE, "cases in Zino", count, () -> person.cases().size());
        }
    }

    public Set<Long> cases() {
        try (ZinoPerson person = person()) {
            return person.cases();
        }
    }

    /** Kills Zino. */
    public void kill() {
        script.run("kill-zino", dir);
    }

    /** Stops Zino so that it writes its state. */
    public void end() {
        script.run("end-zino", dir);
    }

    /** Keeps what a stopped Zino has written, for {@link #rollBack}. */
    void keep() {
        copyState("zino-state.json", "kept-state.json");
    }

    /** Lets a killed Zino begin with what was kept: it writes its state some seconds after a change, if it can. */
    void rollBack() {
        copyState("kept-state.json", "zino-state.json");
    }

    private void copyState(String from, String to) {
        try {
            Files.copy(Path.of(dir, from), Path.of(dir, to), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Zino again. */
    public void run() {
        script.run("run-zino", dir);
    }

    /** Sends one command to the routers. */
    private JsonNode tell(String... command) {
        InetSocketAddress door = new InetSocketAddress(fact("ROUTERS_ADDRESS"), Integer.parseInt(fact("ROUTERS_PORT")));
        try (Socket socket = ZinoPerson.connect(door)) {
            socket.getOutputStream().write((MAPPER.writeValueAsString(command) + "\n").getBytes(UTF_8));
            JsonNode answer = MAPPER.readTree(socket.getInputStream().readAllBytes());
            if (answer.has("error")) {
                throw new AssertionError(List.of(command) + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    /** Lines of a source's configuration that name this Zino. */
    public String configuration() {
        return configuration(fact("ZINO_ADDRESS"), fact("ZINO_PORT"), fact("ZINO_NOTIFY_PORT"));
    }

    /** The same with a different address. */
    public String configuration(String address, String port, String notifyPort) {
        return """
                type = "zino"
                server = "%s"
                port = %s
                notify_port = %s
                user = "%s"
                secret = "%s"
                """.formatted(address, port, notifyPort, fact("ZINO_USER"), fact("ZINO_SECRET"));
    }

    @Override
    public void close() {
        script.run("stop", dir);
    }
}
