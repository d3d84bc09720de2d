package io.github.argusglue.dist.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.dist.it.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Alerts that are sent to an Alertmanager as Prometheus does: repeatedly, and for a while after they are resolved. */
final class PostedAlerts implements NumberedAlerts, AutoCloseable {
    /** The validity of each message. */
    static final Duration LEASE = Duration.ofSeconds(12);

    private static final Duration OVER_IS_TOLD_FOR = Duration.ofMinutes(1);
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** So many are sent less often. */
    private static final int MANY = 1_000;

    private final URI url;
    private final int steady;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final List<Alert> alerts = new ArrayList<>();
    private boolean stopped;

    private static final class Alert {
        private final int number;
        private final Burning burning = new Burning();
        private String key = "";
        private int text;
        private @Nullable Instant start;
        private @Nullable Instant end;
        private boolean taken = true;

        Alert(int number) {
            this.number = number;
        }
    }

    private PostedAlerts(URI alertmanager, int size, int steady) {
        this.steady = steady;
        url = alertmanager.resolve("/api/v2/alerts");
        for (int number = 0; number < size; number++) {
            alerts.add(new Alert(number));
        }
    }

    /** Starts to send; nothing fires yet. */
    static PostedAlerts start(URI alertmanager, int size, int steady) {
        PostedAlerts made = new PostedAlerts(alertmanager, size, steady);
        made.learnKeys();
        Future<?> unused = made.sender.scheduleWithFixedDelay(made::post, 0, size > MANY ? 4 : 1, TimeUnit.SECONDS);
        return made;
    }

    @Override
    public int size() {
        return alerts.size();
    }

    @Override
    public int steady() {
        return steady;
    }

    @Override
    public String key(int number) {
        return alerts.get(number).key;
    }

    @Override
    public synchronized boolean fires(int number) {
        return alerts.get(number).burning.isNow();
    }

    /** Returns the firing times of each alert, by key. */
    synchronized Map<String, Burning> truth() {
        Map<String, Burning> truth = new TreeMap<>();
        alerts.forEach(alert -> truth.put(alert.key, alert.burning));
        return truth;
    }

    /** Does nothing until the previous change was accepted. */
    @Override
    public synchronized void flip(int number) {
        Alert alert = alerts.get(number);
        if (stopped || !alert.taken) {
            return;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (alert.burning.isNow()) {
            alert.burning.end(now);
            alert.end = now;
        } else {
            alert.burning.begin(now);
            alert.start = now;
            alert.end = null;
        }
        alert.taken = false;
    }

    /** Changes the text of an alert. */
    synchronized void reword(int number) {
        alerts.get(number).text++;
    }

    /** Sends the current alerts; does nothing while Alertmanager is down. */
    synchronized void post() {
        Instant now = Instant.now();
        List<Map<String, Object>> body = alerts.stream()
                .filter(alert -> isTold(alert, now))
                .map(alert -> json(alert, now))
                .toList();
        if (stopped || !send(body)) {
            return;
        }
        Instant taken = Instant.now();
        for (Alert alert : alerts) {
            alert.taken = true;
            if (alert.burning.isNow()) {
                alert.burning.certain(taken);
            }
        }
    }

    /** Stops sending, like a Prometheus that is down. */
    synchronized void stop() {
        stopped = true;
    }

    synchronized void goOn() {
        stopped = false;
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }

    private static boolean isTold(Alert alert, Instant now) {
        return alert.start != null && (alert.end == null || alert.end.isAfter(now.minus(OVER_IS_TOLD_FOR)));
    }

    /** The keys of the incidents are Alertmanager's fingerprints. */
    private void learnKeys() {
        Instant now = Instant.now();
        alerts.forEach(alert -> alert.start = now);
        if (!send(alerts.stream().map(alert -> json(alert, now)).toList())) {
            throw new AssertionError("Alertmanager takes no alerts: " + url);
        }
        for (JsonNode listed : Json.get(url)) {
            String number = listed.path("labels").path("number").asText();
            if (!number.isEmpty()) {
                alerts.get(Integer.parseInt(number)).key =
                        listed.path("fingerprint").asText();
            }
        }
        alerts.forEach(alert -> alert.end = Instant.now());
        send(alerts.stream().map(alert -> json(alert, now)).toList());
        alerts.forEach(alert -> alert.start = null);
    }

    private static Map<String, Object> json(Alert alert, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "labels",
                Map.of(
                        "alertname", "Chaos" + alert.number % 5,
                        "number", Integer.toString(alert.number),
                        "severity", SEVERITIES.get(alert.number % SEVERITIES.size())));
        json.put("annotations", Map.of("summary", "number " + alert.number + ", text " + alert.text));
        json.put("startsAt", String.valueOf(alert.start));
        json.put("endsAt", String.valueOf(alert.end == null ? now.plus(LEASE) : alert.end));
        json.put("generatorURL", "http://prometheus.example.org/graph?g0.expr=up");
        return json;
    }

    private boolean send(List<Map<String, Object>> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(Duration.ofSeconds(size() > MANY ? 10 : 3))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
