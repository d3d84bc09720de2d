package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A simulated Aruba Central (classic) on the loopback address: rotating tokens, access points, alerts and signed
 * webhooks, with the vendor's paging and its limit of a day. Time is that of the given clock, except for the header
 * {@code Date}. Safe for use by any thread. Programs that are not Java steer it with {@code POST}:
 *
 * <ul>
 *   <li>{@code /standin/ap?serial=..&status=Up|Down|GONE}, for a new one also with {@code name} and {@code site}
 *   <li>{@code /standin/alert?nid=4&type=..&serial=..&text=..}, which answers with the id
 *   <li>{@code /standin/close?alert=ID}
 *   <li>{@code /standin/fault?path=aps&fault=HALF}, see {@link StandInFault}
 *   <li>{@code /standin/expire} makes the access tokens invalid, with {@code what=all} the refresh tokens, too
 *   <li>{@code /standin/quota?left=100}
 *   <li>{@code /standin/webhook?target=URL&about=ALERT}
 * </ul>
 */
public final class StandInClassic implements AutoCloseable {
    public static final String CLIENT_ID = "argus-glue-app";
    public static final String CLIENT_SECRET = "classic-s3cret-4711";
    /** What webhooks are signed with. */
    public static final String WEBHOOK_SECRET = "classic-hook-s3cret";

    private static final int DAILY = 5_000;

    private final ObjectMapper json = new ObjectMapper();
    private final InstantSource clock;
    private final ClassicTokens tokens;
    private final Map<String, ClassicAp> aps = new LinkedHashMap<>();
    private final Map<String, ClassicRecord> alerts = new LinkedHashMap<>();
    private final List<ObjectNode> extraRows = new ArrayList<>();
    private final ClassicTokens.Pair first;
    private final StandInHttp http;
    private int numbered;
    private int pageSize = 1_000;
    private int left = DAILY;
    private long day;
    private Runnable afterEachPage = () -> {};

    private StandInClassic(InstantSource clock, int port, List<Filter> filters) {
        this.clock = clock;
        this.tokens = new ClassicTokens(clock);
        this.first = tokens.issue();
        this.http = new StandInHttp(port, this::answer, this::steer, filters);
    }

    /**
     * Starts a cloud on a free port.
     *
     * @param filters of each request, such as one that records it
     */
    public static StandInClassic start(InstantSource clock, Filter... filters) {
        return new StandInClassic(clock, 0, List.of(filters));
    }

    /** Starts a cloud at a port, or a free one, with a number of access points, until the process is ended. */
    public static void main(String... arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        StandInClassic central = new StandInClassic(Clock.systemUTC(), port, List.of());
        for (int i = 1; i <= count; i++) {
            central.addAp("CN" + i, "ap-" + i, "site-" + (i % 20));
        }
        System.out.println(central.url() + " client_id=" + CLIENT_ID + " client_secret=" + CLIENT_SECRET
                + " refresh_token=" + central.refreshToken() + " access_token=" + central.accessToken());
        new CountDownLatch(1).await();
    }

    public URI url() {
        return http.url();
    }

    /** Returns the refresh token that an operator made at first. */
    public String refreshToken() {
        return first.refresh();
    }

    /** Returns the access token that an operator made at first. */
    public String accessToken() {
        return first.access();
    }

    /** Makes another pair, as an operator does; returns its refresh token. */
    public String newRefreshToken() {
        return tokens.issue().refresh();
    }

    /** Lets the first refresh token work any number of times, which the real one does not. */
    public void reusableRefreshToken() {
        tokens.reusable(first.refresh());
    }

    /** Makes all access tokens invalid. */
    public void expireAccessTokens() {
        tokens.expireAccess();
    }

    /** Makes all tokens invalid. */
    public void expireAllTokens() {
        tokens.expireAll();
    }

    /** Sets how long access tokens are valid. */
    public void tokenLife(Duration life) {
        tokens.life(life);
    }

    /** Adds an access point that is up; does nothing if there is one with this serial number. */
    public synchronized void addAp(String serial, String name, String site) {
        int number = aps.size() + 1;
        String mac =
                String.format(Locale.ROOT, "20:4c:03:%02x:%02x:%02x", number >> 16, number >> 8 & 255, number & 255);
        aps.putIfAbsent(serial, new ClassicAp(serial, mac, name, site, "Up"));
    }

    /** Sets the status of an access point: {@code Up}, {@code Down}, or anything else. */
    public synchronized void setAp(String serial, String status) {
        aps.computeIfPresent(serial, (key, ap) -> ap.with(status));
    }

    /** Moves an access point to another site. */
    public synchronized void moveAp(String serial, String site) {
        aps.computeIfPresent(serial, (key, ap) -> new ClassicAp(serial, ap.mac(), ap.name(), site, ap.status()));
    }

    /** Removes an access point. */
    public synchronized void removeAp(String serial) {
        aps.remove(serial);
    }

    /** Opens an alert and returns its id. */
    public synchronized String open(int nid, String type, String serial, String text) {
        String id = "AWx" + ++numbered;
        ClassicAp ap = aps.get(serial);
        alerts.put(id, new ClassicRecord(id, nid, type, serial, ap == null ? "" : ap.name(), now(), text));
        return id;
    }

    /** Closes an alert: its row is changed. */
    public synchronized void closeAlert(String id) {
        ClassicRecord alert = record(id);
        alert.state = "Close";
        alert.timestamp = now();
    }

    /** Closes an alert with a row of its own, with the same id. */
    public synchronized void closeAlertWithOwnRow(String id) {
        ClassicRecord alert = record(id);
        extraRows.add(alert.row().put("state", "Close").put("timestamp", now()));
    }

    /** Sets {@code details.conn_status}. */
    public synchronized void connection(String id, String status) {
        record(id).connection = status;
    }

    /** Changes the text of an alert. */
    public synchronized void say(String id, String text) {
        record(id).text = text;
    }

    /** Sets the severity of an alert. */
    public synchronized void severity(String id, String severity) {
        record(id).severity = severity;
    }

    /** Acknowledges an alert as a person. */
    public synchronized void acknowledge(String id, String person) {
        record(id).acknowledgedBy = person;
        record(id).acknowledgedAt = now();
    }

    /** Returns who has acknowledged an alert; empty if nobody has. */
    public synchronized String acknowledgedBy(String id) {
        return record(id).acknowledgedBy;
    }

    private ClassicRecord record(String id) {
        ClassicRecord alert = alerts.get(id);
        if (alert == null) {
            throw new IllegalArgumentException("no alert " + id);
        }
        return alert;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** Returns at most so many rows in one answer, however many were asked for. */
    public synchronized void pageSize(int rows) {
        pageSize = rows;
    }

    /** Sets how many requests of this day are left. */
    public synchronized void requestsLeft(int requests) {
        day = today();
        left = requests;
    }

    /** Runs something after each page, for lists that change while they are read. */
    public synchronized void afterEachPage(Runnable action) {
        afterEachPage = action;
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

    private void answer(StandInHttp.Exchange exchange) throws IOException {
        if (exchange.path().equals("/oauth2/token")) {
            token(exchange);
            return;
        }
        if (!tokens.isValid(exchange.header("Authorization").replaceFirst("^Bearer ", ""))) {
            exchange.send(401, "{\"error\":\"invalid_token\",\"error_description\":\"The access token is invalid\"}");
            return;
        }
        int rest = count();
        exchange.header("X-RateLimit-Limit-day", String.valueOf(DAILY));
        exchange.header("X-RateLimit-Remaining-day", String.valueOf(Math.max(0, rest)));
        if (rest < 0) {
            exchange.send(429, "{\"message\":\"API rate limit exceeded\"}");
        } else if (exchange.path().equals("/monitoring/v2/aps")) {
            page(exchange, "aps", apRows());
        } else if (exchange.path().equals("/central/v1/notifications")) {
            if (exchange.method().equals("POST")) {
                acknowledge(exchange);
            } else {
                page(exchange, "notifications", alertRows(exchange.query().getOrDefault("from_timestamp", "0")));
            }
        } else {
            exchange.send(404, "{\"message\":\"no Route matched with those values\"}");
        }
    }

    private void token(StandInHttp.Exchange exchange) throws IOException {
        Map<String, String> query = exchange.query();
        if (!CLIENT_ID.equals(query.get("client_id")) || !CLIENT_SECRET.equals(query.get("client_secret"))) {
            exchange.send(
                    401, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client authentication\"}");
        } else if (!tokens.use(query.getOrDefault("refresh_token", ""))) {
            exchange.send(400, "{\"error\":\"invalid_request\",\"error_description\":\"Invalid refresh_token\"}");
        } else {
            ClassicTokens.Pair pair = tokens.issue();
            ObjectNode answer = json.createObjectNode()
                    .put("refresh_token", pair.refresh())
                    .put("token_type", "bearer")
                    .put("access_token", pair.access())
                    .put("expires_in", pair.seconds());
            exchange.send(200, answer.toString());
        }
    }

    private long today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    private synchronized int count() {
        if (today() != day) {
            day = today();
            left = DAILY;
        }
        return --left;
    }

    private synchronized List<ObjectNode> apRows() {
        return aps.values().stream().map(ClassicAp::row).toList();
    }

    private synchronized List<ObjectNode> alertRows(String from) {
        List<ObjectNode> rows = new ArrayList<>(extraRows);
        alerts.values().forEach(alert -> rows.add(alert.row()));
        rows.removeIf(row -> row.path("timestamp").asLong() < Long.parseLong(from));
        return rows;
    }

    private void page(StandInHttp.Exchange exchange, String field, List<ObjectNode> all) throws IOException {
        int limit = Integer.parseInt(exchange.query().getOrDefault("limit", "100"));
        int offset = Integer.parseInt(exchange.query().getOrDefault("offset", "0"));
        if (limit < 1 || limit > 1_000 || offset < 0) {
            exchange.send(400, "{\"message\":\"limit\"}");
            return;
        }
        List<ObjectNode> rows = exchange.fault() == StandInFault.EMPTY ? List.of() : all;
        int begin = Math.min(rows.size(), offset);
        int end = Math.min(rows.size(), begin + Math.min(limit, pageSize));
        if (exchange.fault() == StandInFault.HALF) {
            end = begin + (end - begin) / 2;
        }
        if (rows.stream().anyMatch(row -> !row.path("status").asText("Up").matches("Up|Down"))) {
            exchange.wrongOnPurpose("an unknown status");
        }
        ObjectNode answer = json.createObjectNode();
        answer.put("count", end - begin).put("total", rows.size());
        ArrayNode list = answer.putArray(field);
        rows.subList(begin, end).forEach(list::add);
        exchange.send(200, answer.toString());
        afterEachPage.run();
    }

    private void acknowledge(StandInHttp.Exchange exchange) throws IOException {
        JsonNode ids = json.readTree(exchange.body());
        synchronized (this) {
            for (JsonNode id : ids) {
                ClassicRecord alert = alerts.get(id.asText());
                if (alert != null) {
                    alert.acknowledgedBy = "api-user";
                    alert.acknowledgedAt = now();
                }
            }
        }
        exchange.send(200, "");
    }

    /** Returns the body of the webhook about the present state of an alert. */
    public synchronized byte[] webhook(String id) {
        ClassicRecord alert = record(id);
        ObjectNode body = alert.row();
        body.remove(List.of("type", "created_timestamp", "acknowledged"));
        body.put("alert_type", alert.type)
                .put("operation", alert.state.equals("Open") ? "create" : "update")
                .put("webhook", "argus-glue")
                .put("text", alert.text);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the headers of a webhook, with its signature. */
    public Map<String, String> webhookHeaders(byte[] body) {
        String delivery = "d7f0a9d2-0000-4000-8000-0000000000" + (10 + body.length % 90);
        String time = clock.instant().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Central-Service", "Alerts");
        headers.put("X-Central-Event", "Alert");
        headers.put("X-Central-Delivery-Id", delivery);
        headers.put("X-Central-Delivery-Timestamp", time);
        headers.put("X-Central-Signature", signature(body, "Alerts" + delivery + time));
        return headers;
    }

    private static String signature(byte[] body, String rest) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(body);
            return Base64.getEncoder().encodeToString(mac.doFinal(rest.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the webhook about the present state of an alert, and returns the status of the answer. */
    public int sendWebhook(URI target, String id) throws IOException, InterruptedException {
        byte[] body = webhook(id);
        HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        webhookHeaders(body).forEach(request::header);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String steer(String order, Map<String, String> said) throws IOException, InterruptedException {
        String serial = said.getOrDefault("serial", "");
        switch (order) {
            case "ap" -> {
                addAp(serial, said.getOrDefault("name", serial), said.getOrDefault("site", "site-1"));
                String status = said.getOrDefault("status", "Up");
                if (status.equals("GONE")) {
                    removeAp(serial);
                } else {
                    setAp(serial, status);
                }
            }
            case "alert" -> {
                return open(
                        Integer.parseInt(said.getOrDefault("nid", "8")),
                        said.getOrDefault("type", "AP CPU Over Utilized"),
                        serial,
                        said.getOrDefault("text", ""));
            }
            case "close" -> closeAlert(said.getOrDefault("alert", ""));
            case "expire" -> {
                if (said.getOrDefault("what", "").equals("all")) {
                    expireAllTokens();
                } else {
                    expireAccessTokens();
                }
            }
            case "quota" -> requestsLeft(Integer.parseInt(said.getOrDefault("left", "0")));
            case "webhook" -> {
                return String.valueOf(
                        sendWebhook(URI.create(said.getOrDefault("target", "")), said.getOrDefault("about", "")));
            }
            default -> throw new IllegalArgumentException("there is no order '" + order + "'");
        }
        return "";
    }

    @Override
    public void close() {
        http.close();
    }
}
