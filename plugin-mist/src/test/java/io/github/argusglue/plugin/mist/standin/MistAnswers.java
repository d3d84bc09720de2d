package io.github.argusglue.plugin.mist.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a simulated cloud answers to permitted requests, in the vendor's form. */
final class MistAnswers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> SEVERITIES = Set.of("critical", "info", "warn");

    private final ObjectMapper mapper = new ObjectMapper();
    private final SimulatedOrg org;
    private volatile int pageSize = 1000;
    private volatile boolean tellsTotal = true;

    MistAnswers(SimulatedOrg org) {
        this.org = org;
    }

    /** A request, decoded. */
    record Request(String method, String path, Map<String, String> query, String body) {
        static Request of(HttpExchange exchange, String body) {
            Map<String, String> query = new LinkedHashMap<>();
            String raw = exchange.getRequestURI().getRawQuery();
            for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
                String[] both = pair.split("=", 2);
                query.put(
                        URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(both.length > 1 ? both[1] : "", StandardCharsets.UTF_8));
            }
            return new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, body);
        }

        int page() {
            return query.containsKey("search_after") ? 2 : number("page", 1);
        }

        int number(String name, int usual) {
            String text = query.get(name);
            return text == null ? usual : Integer.parseInt(text);
        }

        Set<String> list(String name) {
            String text = query.getOrDefault(name, "");
            return text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(",", -1)));
        }
    }

    /** An answer. */
    record Answer(int status, JsonNode body, Map<String, String> headers) {
        static Answer of(int status, JsonNode body) {
            return new Answer(status, body, Map.of());
        }

        static Answer detail(int status, String text) {
            return of(status, JSON.objectNode().put("detail", text));
        }

        Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more);
        }
    }

    void pageSize(int rows) {
        pageSize = rows;
    }

    void tellsTotal(boolean wanted) {
        tellsTotal = wanted;
    }

    Answer answer(Request request, MistFault fault) throws IOException {
        String prefix = "/api/v1/orgs/" + StandInMist.ORG;
        try {
            return switch (request.method() + " " + request.path().replace(prefix, "ORG")) {
                case "GET /api/v1/self" -> Answer.of(200, JSON.objectNode().put("name", "argus-glue"));
                case "GET /api/v1/const/alarm_defs" -> Answer.of(200, definitions());
                case "GET ORG/sites" -> page(request, org.sites(), fault);
                case "GET ORG/inventory" -> page(request, inventory(request, fault), fault);
                case "GET ORG/alarms/search" -> search(request, fault);
                case "POST ORG/alarms/ack", "POST ORG/alarms/unack" -> acknowledge(request);
                default -> Answer.detail(404, "Not found.");
            };
        } catch (IllegalArgumentException e) {
            return Answer.detail(400, String.valueOf(e.getMessage()));
        }
    }

    private List<ObjectNode> inventory(Request request, MistFault fault) {
        boolean unassigned = !request.query().getOrDefault("unassigned", "true").equals("false");
        return fault == MistFault.NO_DEVICES
                ? List.of()
                : org.inventory(request.list("type"), unassigned, request.list("mac"));
    }

    private Answer page(Request request, List<ObjectNode> rows, MistFault fault) {
        int limit = Math.min(request.number("limit", 100), pageSize);
        int number = fault == MistFault.PAGES_REPEAT ? 1 : request.number("page", 1);
        int from = Math.min(rows.size(), (number - 1) * limit);
        int to = Math.min(rows.size(), from + limit);
        ArrayNode page =
                JSON.arrayNode().addAll(rows.subList(from, fault == MistFault.HALF ? from + (to - from) / 2 : to));
        Answer answer = Answer.of(200, page);
        return tellsTotal
                ? answer.with("X-Page-Total", String.valueOf(rows.size()))
                        .with("X-Page-Limit", String.valueOf(limit))
                        .with("X-Page-Page", String.valueOf(number))
                : answer;
    }

    private Answer search(Request request, MistFault fault) {
        Set<String> severities = request.list("severity");
        if (!SEVERITIES.containsAll(severities)) {
            throw new IllegalArgumentException("invalid severity");
        }
        Instant now = org.now();
        Instant end = time(request.query().getOrDefault("end", "now"), now);
        Duration usual = duration(request.query().getOrDefault("duration", "1d"));
        String given = request.query().get("start");
        Instant start = given == null ? end.minus(usual) : time(given, now);
        Predicate<ObjectNode> wanted = row -> among(request.list("type"), row, "type")
                && among(request.list("group"), row, "group")
                && among(severities, row, "severity");
        List<ObjectNode> rows = org.alarms(start, end, wanted);
        int limit = Math.min(request.number("limit", 100), pageSize);
        int from = after(rows, request.query().getOrDefault("search_after", ""));
        int to = Math.min(rows.size(), from + limit);
        ObjectNode answer = JSON.objectNode()
                .put("start", start.getEpochSecond())
                .put("end", ceiling(end))
                .put("limit", limit)
                .put("total", rows.size());
        List<ObjectNode> page = rows.subList(from, fault == MistFault.HALF ? from + (to - from) / 2 : to);
        answer.set("results", JSON.arrayNode().addAll(page));
        if (to < rows.size()) {
            answer.put("next", next(request, rows.get(to - 1), start, end, fault));
        }
        Answer whole = Answer.of(200, answer);
        return page.stream().anyMatch(row -> row.has("port_ids"))
                ? whole.with(MistServer.FAULT_HEADER, "port_ids, which real answers have and the description does not")
                : whole;
    }

    private static boolean among(Set<String> wanted, ObjectNode row, String field) {
        return wanted.isEmpty() || wanted.contains(row.path(field).asText());
    }

    private static int after(List<ObjectNode> rows, String searchAfter) {
        for (int i = 0; i < rows.size(); i++) {
            if (searchAfter(rows.get(i)).equals(searchAfter)) {
                return i + 1;
            }
        }
        if (!searchAfter.isEmpty()) {
            throw new IllegalArgumentException("invalid search_after");
        }
        return 0;
    }

    private static String searchAfter(ObjectNode row) {
        long millis = (long) (row.path("timestamp").asDouble() * 1000);
        return "[" + millis + ", \"" + row.path("id").asText() + "\"]";
    }

    private static String next(Request request, ObjectNode last, Instant start, Instant end, MistFault fault) {
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.remove("duration");
        query.put("end", String.valueOf(ceiling(end)));
        query.put("start", String.valueOf(start.getEpochSecond()));
        if (fault == MistFault.NEXT_LOOPS) {
            query.remove("search_after");
        } else {
            query.put("search_after", searchAfter(last));
        }
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        String host = fault == MistFault.NEXT_LEAVES ? "http://127.0.0.2:9" : "";
        return host + request.path() + "?" + String.join("&", pairs);
    }

    private static long ceiling(Instant time) {
        return time.plusMillis(999).getEpochSecond();
    }

    private static Instant time(String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        return text.startsWith("-")
                ? now.minus(duration(text.substring(1)))
                : Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static Duration duration(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            case 'w' -> Duration.ofDays(7 * count);
            default -> throw new IllegalArgumentException("invalid duration");
        };
    }

    private Answer acknowledge(Request request) throws IOException {
        JsonNode body = mapper.readTree(request.body());
        List<String> ids = new ArrayList<>();
        body.path("alarm_ids").forEach(id -> ids.add(id.asText()));
        if (ids.isEmpty() || !org.hasAlarms(ids)) {
            throw new IllegalArgumentException("invalid alarm_ids");
        }
        if (request.path().endsWith("/unack")) {
            org.unacknowledge(ids);
        } else {
            org.acknowledge(ids, "argus-glue token", body.path("note").asText());
        }
        return Answer.of(200, MissingNode.getInstance());
    }

    private static ArrayNode definitions() {
        ArrayNode all = JSON.arrayNode();
        String[][] definitions = {
            {"device_down", "Device offline", "infrastructure", "warn"},
            {"device_reconnected", "Device reconnected", "infrastructure", "info"},
            {"device_restarted", "Device restarted", "infrastructure", "info"},
            {"sw_critical_port_down", "Critical switch port down", "infrastructure", "critical"},
            {"sw_critical_port_up", "Critical switch port up", "infrastructure", "info"},
            {"missing_vlan", "Missing VLAN", "marvis", "critical"},
            {"bad_cable", "Bad cable", "marvis", "warn"},
            {"port_flap", "Port flap", "marvis", "warn"},
            {"rogue_ap", "Rogue AP", "security", "warn"},
            {"rogue_client", "Rogue client", "security", "warn"}
        };
        for (String[] definition : definitions) {
            ObjectNode row = all.addObject();
            row.put("key", definition[0])
                    .put("display", definition[1])
                    .put("group", definition[2])
                    .put("severity", definition[3]);
            row.putArray("fields").add("aps").add("hostnames");
        }
        return all;
    }
}
