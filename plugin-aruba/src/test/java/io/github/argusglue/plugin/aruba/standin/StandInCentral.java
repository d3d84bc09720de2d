package io.github.argusglue.plugin.aruba.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A simulated New Central on the loopback address: sign-in, access points, alerts and webhooks, with the vendor's
 * paging, limits and refusals. Time is that of the given clock, except for the header {@code Date}. Tests call its
 * methods; other programs use {@code POST /standin/...}, see {@link CentralServer}. Safe for use by any thread.
 */
public final class StandInCentral implements AutoCloseable {
    /** The API client. */
    public static final String CLIENT_ID = "argus-glue-client";

    public static final String CLIENT_SECRET = "central-s3cret-4711";

    /** What webhooks are signed with. */
    public static final String WEBHOOK_SECRET = "central-hook-s3cret";

    /** Header with the signature. */
    public static final String SIGNATURE_HEADER = "Signature";

    private final InstantSource clock;
    private final Map<String, CentralAp> aps = new LinkedHashMap<>();
    private final Map<String, CentralAlert> alerts = new LinkedHashMap<>();
    private final CentralServer server;
    private int numbered;

    private StandInCentral(InstantSource clock, int port, List<Filter> filters) {
        this.clock = clock;
        this.server = new CentralServer(this, clock, port, filters);
    }

    /**
     * Starts a cloud on a free port.
     *
     * @param filters of each request, such as one that records it
     */
    public static StandInCentral start(InstantSource clock, Filter... filters) {
        return new StandInCentral(clock, 0, List.of(filters));
    }

    /** Returns the address of the API. */
    public URI url() {
        return server.http().url();
    }

    /** Returns where to sign in. */
    public URI tokenUrl() {
        return url().resolve("/as/token.oauth2");
    }

    /** Adds an access point that is online; does nothing if there is one with this serial number. */
    public synchronized void addAp(String serial, String name, String site) {
        int number = aps.size() + 1;
        String mac = String.format(
                Locale.ROOT, "20:4c:03:%02x:%02x:%02x", number >> 16 & 255, number >> 8 & 255, number & 255);
        aps.putIfAbsent(serial, new CentralAp(serial, mac, name, site, "ONLINE", null));
    }

    /** Takes an access point offline now, unless it is. */
    public synchronized void down(String serial) {
        aps.computeIfPresent(
                serial, (key, ap) -> ap.status().equals("OFFLINE") ? ap : ap.with("OFFLINE", clock.instant()));
    }

    /** Brings an access point back. */
    public synchronized void up(String serial) {
        aps.computeIfPresent(serial, (key, ap) -> ap.with("ONLINE", null));
    }

    /** Gives an access point any status, and any time when it was last seen. */
    public synchronized void status(String serial, String status, @Nullable Instant lastSeenAt) {
        aps.computeIfPresent(serial, (key, ap) -> ap.with(status, lastSeenAt));
    }

    /** Moves an access point to another site. */
    public synchronized void move(String serial, String site) {
        aps.computeIfPresent(
                serial, (key, ap) -> new CentralAp(serial, ap.mac(), ap.name(), site, ap.status(), ap.lastSeenAt()));
    }

    /** Removes an access point. */
    public synchronized void removeAp(String serial) {
        aps.remove(serial);
    }

    /** Raises an alert and returns its id. */
    public synchronized String raise(String typeId, String name, String category, String severity, String summary) {
        numbered++;
        String id = "22071893000:" + (47_765_082_000L + numbered);
        alerts.put(
                id,
                new CentralAlert(
                        id,
                        typeId,
                        name,
                        category,
                        severity,
                        "Active",
                        summary,
                        clock.instant().toString(),
                        null,
                        null));
        return id;
    }

    /** Changes an alert in any way. */
    public synchronized void change(String id, UnaryOperator<CentralAlert> change) {
        alerts.computeIfPresent(id, (key, alert) -> change.apply(alert));
    }

    /** Gives an alert a status, as this person; nobody is null. */
    public synchronized void setStatus(String id, String status, @Nullable String person) {
        change(id, alert -> alert.status().equals(status) ? alert : alert.with(status, clock.instant(), person));
    }

    /** Returns the status of an alert; empty if there is none. */
    public synchronized String status(String id) {
        CentralAlert alert = alerts.get(id);
        return alert == null ? "" : alert.status();
    }

    /** Removes an alert without a trace. */
    public synchronized void forget(String id) {
        alerts.remove(id);
    }

    synchronized List<CentralAp> aps() {
        return new ArrayList<>(aps.values());
    }

    synchronized List<CentralAlert> alerts() {
        return new ArrayList<>(alerts.values());
    }

    /** Sets what goes wrong with every request. */
    public void fault(StandInFault fault) {
        server.http().fault("", fault);
    }

    /** Sets what goes wrong with requests whose path contains this text, such as {@code alerts}. */
    public void fault(String path, StandInFault fault) {
        server.http().fault(path, fault);
    }

    /** Makes every token invalid that was given out so far. */
    public void expireTokens() {
        server.expireTokens();
    }

    /** Sets how many seconds a token is valid; 7200 at first. */
    public void tokenLife(int seconds) {
        server.tokenLife(seconds);
    }

    /** Sets how many rows a page has at most, whatever was asked for. */
    public void pageSize(int rows) {
        server.pageSize(rows);
    }

    /** Sets how many requests are answered in an hour; 5,000 at first. */
    public void quota(int requests) {
        server.quota(requests);
    }

    /** Sets how long an answer takes. */
    public void delay(Duration wait) {
        server.http().delay(wait);
    }

    /** Lets something happen each time a page was answered, such as the end of an alert. */
    public void afterEachPage(Runnable action) {
        server.afterEachPage(action);
    }

    /** Returns method, path and query of each request so far. */
    public List<String> log() {
        return server.http().log();
    }

    /** Returns the body of the webhook about an alert, or about an access point by its serial number. */
    public synchronized byte[] webhook(String id) {
        CentralAlert alert = alerts.get(id);
        CentralAp ap = aps.get(id);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", "hook-" + id)
                .put("alertId", alert == null ? "ap-" + id : id)
                .put("name", alert == null ? "AP Disconnected" : alert.name())
                .put("operation", "Update")
                .put("state", ap != null && ap.status().equals("ONLINE") ? "Cleared" : "Active")
                .put("time", clock.instant().toString());
        body.putObject("impactedEntities").putArray("deviceSerial").add(id);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the signature of a webhook. The vendor says that it is in Base64, but not of what: here, of the body. */
    public static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the signed webhook about an alert or access point, and returns the status of the answer. */
    public int sendWebhook(URI target, String id) throws IOException, InterruptedException {
        byte[] body = webhook(id);
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header(SIGNATURE_HEADER, signature(body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        server.close();
    }

    /**
     * Starts a cloud and prints the keys of a source that reads it.
     *
     * @param args port (0: a free one), number of sites, number of access points at each site
     */
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        int sites = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        int each = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        try (StandInCentral central = new StandInCentral(InstantSource.system(), port, List.of())) {
            for (int site = 1; site <= sites; site++) {
                for (int ap = 1; ap <= each; ap++) {
                    String name = String.format(Locale.ROOT, "ap-%d-%03d", site, ap);
                    central.addAp("CN" + name.toUpperCase(Locale.ROOT).replace("-", ""), name, "site-" + site);
                }
            }
            System.out.println("url = \"" + central.url() + "\"");
            System.out.println("token_url = \"" + central.tokenUrl() + "\"");
            System.out.println("client_id = \"" + CLIENT_ID + "\"");
            System.out.println("client_secret = \"" + CLIENT_SECRET + "\"");
            System.out.println("webhook_secret = \"" + WEBHOOK_SECRET + "\"");
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
