package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A simulated Mobility Conductor with ArubaOS 8 on the loopback address: sign-in with few sessions, a cookie that
 * changes with each answer, and the table of {@code show ap database}. Safe for use by any thread. Programs that are
 * not Java steer it with {@code POST}:
 *
 * <ul>
 *   <li>{@code /standin/ap?name=..&status=Up|Down|GONE}
 *   <li>{@code /standin/fault?path=showcommand&fault=ERROR}, see {@link StandInFault}
 *   <li>{@code /standin/expire} ends all sessions
 * </ul>
 */
public final class StandInAos8 implements AutoCloseable {
    public static final String USER = "argus-glue";
    public static final String PASSWORD = "aos8-p4ssword & more";

    private static final int MOST_SESSIONS = 4;

    private final ObjectMapper json = new ObjectMapper();
    /** The value of the cookie by session. */
    private final Map<String, String> sessions = new LinkedHashMap<>();

    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final StandInHttp http;
    private int numbered;
    private String refusal = "";

    private StandInAos8(int port, List<Filter> filters) {
        this.http = new StandInHttp(port, this::answer, this::steer, filters);
    }

    /**
     * Starts a conductor on a free port.
     *
     * @param filters of each request, such as one that records it
     */
    public static StandInAos8 start(Filter... filters) {
        return new StandInAos8(0, List.of(filters));
    }

    /** Starts a conductor at a port, or a free one, with a number of access points, until the process is ended. */
    public static void main(String... arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        StandInAos8 conductor = new StandInAos8(port, List.of());
        for (int i = 1; i <= count; i++) {
            conductor.set("ap-" + i, "Up 3d:4h:10m");
        }
        System.out.println(conductor.url() + " username=" + USER + " password='" + PASSWORD + "' at "
                + Clock.systemUTC().instant());
        new CountDownLatch(1).await();
    }

    public URI url() {
        return http.url();
    }

    /** Sets the status of an access point, such as {@code Down} or {@code Up 3d:4h:10m}; adds it if there is none. */
    public synchronized void set(String name, String status) {
        int number = rows.size() + 1;
        ObjectNode row = rows.computeIfAbsent(
                name,
                key -> json.createObjectNode()
                        .put("Name", name)
                        .put("Group", "campus")
                        .put("AP Type", "535")
                        .put("IP Address", "192.0.2.7")
                        .put("Flags", "2")
                        .put("Switch IP", "192.0.2.1")
                        .put("Standby IP", "0.0.0.0")
                        .put(
                                "Wired MAC Address",
                                String.format(
                                        Locale.ROOT,
                                        "20:4c:03:%02x:%02x:%02x",
                                        number >> 16,
                                        number >> 8 & 255,
                                        number & 255))
                        .put("Serial #", "CN" + name));
        row.put("Status", status);
    }

    /** Sets a column of an access point. */
    public synchronized void set(String name, String column, String value) {
        rows.computeIfPresent(name, (key, row) -> row.put(column, value));
    }

    /** Adds a second row for an access point, as of the controller that it has left. */
    public synchronized void listTwice(String name, String status) {
        ObjectNode row = rows.get(name);
        if (row != null) {
            rows.put(name + " again", row.deepCopy().put("Status", status));
        }
    }

    /** Removes an access point. */
    public synchronized void remove(String name) {
        rows.remove(name);
    }

    /** Makes the command fail with this text, in an answer with status 200; empty ends that. */
    public synchronized void refuseCommand(String text) {
        refusal = text;
    }

    /** Returns how many sessions are open. */
    public synchronized int sessions() {
        return sessions.size();
    }

    /** Ends all sessions, as after a restart. */
    public synchronized void endSessions() {
        sessions.clear();
    }

    /** Makes requests fail whose path contains this text. */
    public void fault(String path, StandInFault fault) {
        http.fault(path, fault);
    }

    /** Ends all faults. */
    public void recover() {
        http.fault("", StandInFault.NONE);
    }

    /** Makes each answer take this long. */
    public void delay(Duration wait) {
        http.delay(wait);
    }

    /** Returns method and address of each request. */
    public List<String> log() {
        return http.log();
    }

    private synchronized void answer(StandInHttp.Exchange exchange) throws IOException {
        if (exchange.path().equals("/v1/api/login")) {
            login(exchange);
            return;
        }
        String uid = exchange.query().getOrDefault("UIDARUBA", "");
        String cookie = sessions.get(uid);
        if (cookie == null || !exchange.header("Cookie").equals("SESSION=" + cookie)) {
            exchange.send(401, result("1", "Session is invalid", ""));
        } else if (exchange.path().equals("/v1/api/logout")) {
            sessions.remove(uid);
            exchange.send(200, result("0", "You've been logged out successfully", ""));
        } else if (exchange.path().equals("/v1/configuration/showcommand")) {
            newCookie(exchange, uid);
            exchange.send(200, refusal.isEmpty() ? table(exchange) : result("1", refusal, ""));
        } else {
            exchange.send(404, "{}");
        }
    }

    private void login(StandInHttp.Exchange exchange) throws IOException {
        Map<String, String> form = StandInHttp.parameters(exchange.body());
        if (!USER.equals(form.get("username")) || !PASSWORD.equals(form.get("password"))) {
            exchange.send(200, result("1", "Invalid username or password", ""));
        } else if (sessions.size() >= MOST_SESSIONS) {
            exchange.send(503, result("1", "Maximum number of sessions reached", ""));
        } else {
            String uid = "u1d-" + ++numbered;
            newCookie(exchange, uid);
            exchange.send(200, result("0", "You've logged in successfully.", uid));
        }
    }

    private void newCookie(StandInHttp.Exchange exchange, String uid) {
        String value = "c00kie-" + ++numbered;
        sessions.put(uid, value);
        exchange.header("Set-Cookie", "SESSION=" + value + "; path=/; secure; HttpOnly");
    }

    private String result(String status, String text, String uid) {
        ObjectNode answer = json.createObjectNode();
        ObjectNode result =
                answer.putObject("_global_result").put("status", status).put("status_str", text);
        if (!uid.isEmpty()) {
            result.put("UIDARUBA", uid);
        }
        return answer.toString();
    }

    private String table(StandInHttp.Exchange exchange) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode table = answer.putArray("AP Database");
        List<ObjectNode> listed = new ArrayList<>(rows.values());
        if (listed.stream().anyMatch(row -> !row.path("Status").asText().matches("(Up|Down).*"))) {
            exchange.wrongOnPurpose("an unknown status");
        }
        if (exchange.fault() != StandInFault.EMPTY) {
            listed.forEach(table::add);
        }
        ArrayNode columns = answer.putArray("_meta");
        List.of("Name", "Group", "AP Type", "IP Address", "Status").forEach(columns::add);
        return answer.toString();
    }

    private String steer(String order, Map<String, String> said) {
        switch (order) {
            case "ap" -> {
                String name = said.getOrDefault("name", "ap-1");
                if (said.getOrDefault("status", "Up").equals("GONE")) {
                    remove(name);
                } else {
                    set(name, said.getOrDefault("status", "Up"));
                }
            }
            case "expire" -> endSessions();
            default -> throw new IllegalArgumentException("there is no order '" + order + "'");
        }
        return "";
    }

    @Override
    public void close() {
        http.close();
    }
}
