package io.github.argusglue.plugin.nagios.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The JSON CGIs of {@link StandInNagios}, over HTTP with basic authentication. */
public final class CgiServer implements AutoCloseable {
    /** User of the web interface. */
    public static final String USER = "lab";

    /** Password of {@link #USER}. */
    public static final String PASSWORD = "correct horse";

    private static final int[] HOST_BITS = {2, 4, 8};
    private static final int[] SERVICE_BITS = {2, 4, 16, 8};

    private final StandInNagios nagios;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cgi");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile long frozenAt;
    private volatile boolean accepts = true;
    private boolean hangs;
    private volatile String distorted = "";
    private volatile UnaryOperator<byte[]> distortion = answer -> answer;

    /** Starts a web server on a port of the loopback interface. */
    public CgiServer(StandInNagios nagios) throws IOException {
        this.nagios = nagios;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/nagios4/cgi-bin/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the address of Nagios's web pages. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/nagios4");
    }

    /** Stops writing the status, as a daemon that hangs; 0 goes on. */
    public void freeze(long epoch) {
        frozenAt = epoch;
    }

    /** Changes what is sent. */
    public void distort(UnaryOperator<byte[]> change) {
        distort("", change);
    }

    /** Changes the answers to the requests, as in {@link #requests}, that contain a text. */
    public void distort(String request, UnaryOperator<byte[]> change) {
        distorted = request;
        distortion = change;
    }

    /** Makes it refuse or accept the password. */
    public void accept(boolean value) {
        accepts = value;
    }

    /** Makes it accept requests and answer none, until it is told otherwise. */
    public void hang(boolean value) {
        synchronized (requests) {
            hangs = value;
            requests.notifyAll();
        }
    }

    private void await() {
        synchronized (requests) {
            while (hangs) {
                try {
                    requests.wait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    /** Returns the name of the CGI and the query of each request. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String cgi = path.substring(path.lastIndexOf('/') + 1);
            String credentials =
                    Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
            int status = 200;
            byte[] body = new byte[0];
            await();
            if (!accepts
                    || !("Basic " + credentials)
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"Nagios\"");
                status = 401;
            } else if (!cgi.equals("statusjson.cgi") && !cgi.equals("objectjson.cgi")) {
                status = 404;
            } else if (nagios.read(nagios::isRunning)) {
                Map<String, String> query = query(exchange.getRequestURI());
                String request = cgi + " " + query.get("query");
                requests.add(request);
                String text = nagios.read(() -> StandInJson.write(answer(cgi, query)));
                body = text.getBytes(StandardCharsets.UTF_8);
                body = request.contains(distorted) ? distortion.apply(body) : body;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : uri.getRawQuery().split("&", -1)) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private Map<String, Object> answer(String cgi, Map<String, String> query) {
        String name = query.getOrDefault("query", "");
        boolean isStatus = cgi.equals("statusjson.cgi");
        Object list = isStatus ? statusList(name, query) : objectList(name);
        Map<String, Object> result = new LinkedHashMap<>();
        long now = nagios.now();
        result.put("query_time", now * 1000);
        result.put("cgi", cgi);
        result.put("user", "lab");
        result.put("query", name);
        result.put("query_status", "released");
        result.put("program_start", nagios.programStart() * 1000);
        result.put("last_data_update", (frozenAt > 0 ? frozenAt : now) * 1000);
        result.put("type_code", list.equals("") ? 6 : 0);
        result.put("type_text", list.equals("") ? "Option Value Invalid" : "Success");
        result.put("message", list.equals("") ? "The query '" + name + "' is not known." : "");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format_version", 0);
        answer.put("result", result);
        answer.put("data", list.equals("") ? Map.of() : data(name, list));
        return answer;
    }

    private static Map<String, Object> data(String name, Object list) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("selectors", Map.of());
        data.put(name, list);
        return data;
    }

    /** Returns text as the CGIs of 4.4 write it, which can do nothing with letters that are not ASCII. */
    private static String shown(String text, String instead) {
        return text.chars().allMatch(c -> c < 0x80) ? text : instead;
    }

    private Map<String, Object> hosts(Function<StandInObject, Object> entry) {
        Map<String, Object> list = new LinkedHashMap<>();
        nagios.objects().stream()
                .filter(StandInObject::isHost)
                .forEach(host -> list.put(shown(host.host, "(null)"), entry.apply(host)));
        return list;
    }

    private Map<String, Object> services(List<StandInObject> which, Function<StandInObject, Object> entry) {
        Map<String, Map<String, Object>> list = new LinkedHashMap<>();
        for (StandInObject service : which) {
            list.computeIfAbsent(shown(service.host, "(null)"), host -> new LinkedHashMap<>())
                    .put(shown(service.service, "(null)"), entry.apply(service));
        }
        return new LinkedHashMap<>(list);
    }

    private List<StandInObject> allServices() {
        return nagios.objects().stream().filter(object -> !object.isHost()).toList();
    }

    private Object statusList(String name, Map<String, String> query) {
        return switch (name) {
            case "hostlist" -> hosts(this::status);
            case "servicelist" -> services(selected(query.getOrDefault("servicestatus", "")), this::status);
            case "commentlist" -> comments();
            case "downtimelist" -> downtimes();
            default -> "";
        };
    }

    private List<StandInObject> selected(String states) {
        List<String> words = List.of(states.split(" ", -1));
        return allServices().stream()
                .filter(service ->
                        states.isEmpty() || words.contains(service.stateName().toLowerCase(java.util.Locale.ROOT)))
                .toList();
    }

    private Map<String, Object> status(StandInObject object) {
        StandInObject.Check check = object.check;
        Map<String, Object> row = new LinkedHashMap<>();
        if (object.isHost()) {
            row.put("name", shown(object.host, ""));
        } else {
            row.put("host_name", shown(object.host, ""));
            row.put("description", shown(object.service, ""));
        }
        row.put("plugin_output", shown(check.output, ""));
        row.put("long_plugin_output", shown(check.longOutput, ""));
        row.put("perf_data", check.perfData);
        row.put("max_attempts", object.maxAttempts);
        row.put("current_attempt", check.attempt);
        row.put("status", check.checked ? (object.isHost() ? HOST_BITS : SERVICE_BITS)[check.state] : 1);
        row.put("has_been_checked", check.checked);
        row.put("last_check", check.lastCheck * 1000);
        row.put("last_state_change", check.lastStateChange * 1000);
        row.put("last_hard_state_change", check.lastHardStateChange * 1000);
        row.put("last_hard_state", check.lastHardState);
        row.put(object.isHost() ? "last_time_up" : "last_time_ok", check.lastTime[0] * 1000);
        row.put("state_type", check.hard ? 1 : 0);
        row.put("notifications_enabled", object.notifying);
        row.put("problem_has_been_acknowledged", check.acknowledgement != 0);
        row.put("acknowledgement_type", check.acknowledgement);
        row.put("is_flapping", check.flapping);
        row.put("scheduled_downtime_depth", nagios.downtimeDepth(object.host, object.service));
        return row;
    }

    private Map<String, Object> comments() {
        Map<String, Object> list = new LinkedHashMap<>();
        for (StandInComment comment : nagios.comments()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("comment_id", comment.id());
            row.put("comment_type", comment.service().isEmpty() ? 1 : 2);
            row.put("entry_type", comment.entryType());
            row.put("persistent", comment.persistent());
            row.put("entry_time", comment.at() * 1000);
            about(row, comment.host(), comment.service());
            row.put("author", shown(comment.author(), ""));
            row.put("comment_data", shown(comment.text(), ""));
            list.put(String.valueOf(comment.id()), row);
        }
        return list;
    }

    private Map<String, Object> downtimes() {
        Map<String, Object> list = new LinkedHashMap<>();
        for (StandInDowntime downtime : nagios.downtimes()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("downtime_id", downtime.id());
            row.put("type", downtime.service().isEmpty() ? 2 : 1);
            about(row, downtime.host(), downtime.service());
            row.put("start_time", downtime.start() * 1000);
            row.put("end_time", downtime.end() * 1000);
            row.put("fixed", true);
            row.put("is_in_effect", downtime.inEffect());
            row.put("author", shown(downtime.author(), ""));
            row.put("comment", shown(downtime.text(), ""));
            list.put(String.valueOf(downtime.id()), row);
        }
        return list;
    }

    private static void about(Map<String, Object> row, String host, String service) {
        row.put("host_name", shown(host, ""));
        if (!service.isEmpty()) {
            row.put("service_description", shown(service, ""));
        }
    }

    private Object objectList(String name) {
        return switch (name) {
            case "hostlist" -> hosts(CgiServer::config);
            case "servicelist" -> services(allServices(), CgiServer::config);
            case "hostgrouplist" ->
                groups(nagios.objects().stream().filter(StandInObject::isHost).toList());
            case "servicegrouplist" -> groups(allServices());
            default -> "";
        };
    }

    private static Map<String, Object> config(StandInObject object) {
        Map<String, Object> row = new LinkedHashMap<>();
        if (object.isHost()) {
            row.put("name", shown(object.host, ""));
            row.put("alias", shown(object.alias, ""));
            row.put("address", object.address);
            row.put("parent_hosts", object.parents);
        } else {
            row.put("host_name", shown(object.host, ""));
            row.put("description", shown(object.service, ""));
        }
        row.put("display_name", shown(object.isHost() ? object.host : object.service, ""));
        row.put("contact_groups", object.contactGroups);
        row.put("notes_url", object.notesUrl);
        row.put("custom_variables", object.variables);
        return row;
    }

    private static Map<String, Object> groups(List<StandInObject> objects) {
        Map<String, List<Object>> members = new LinkedHashMap<>();
        for (StandInObject object : objects) {
            for (String group : object.groups) {
                Map<String, Object> service = new LinkedHashMap<>();
                about(service, object.host, object.service);
                members.computeIfAbsent(group, name -> new ArrayList<>())
                        .add(object.isHost() ? shown(object.host, "") : service);
            }
        }
        Map<String, Object> list = new LinkedHashMap<>();
        members.forEach((group, all) -> list.put(group, Map.of("group_name", group, "members", all)));
        return list;
    }

    @Override
    public void close() {
        hang(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
