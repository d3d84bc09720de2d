package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How many requests a cycle costs Argus while nothing changes, with few and with many incidents open. */
public final class RestBench {
    private static final List<Integer> OPEN = List.of(1_000, 10_000);

    /** The tests' sources look once a second. */
    private static final int CYCLES = 60;

    private RestBench() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        for (int open : OPEN) {
            try (LabArgus argus = LabArgus.start();
                    LabPrometheus prometheus = LabPrometheus.start(1);
                    Installation glue = new Installation(argus, prometheus)) {
                post(prometheus.alertmanager().resolve("/api/v2/alerts"), open);
                int before = argus.writes();
                glue.start();
                glue.awaitOpen(open, Duration.ofMinutes(15));
                glue.awaitRest();
                int writes = argus.writes();
                int requests = argus.requests("");
                Await.staysEqual(Duration.ofSeconds(CYCLES), "writing requests at rest", writes, argus::writes);
                System.out.printf(
                        Locale.ROOT,
                        "%,d open: %.2f writing requests for each; at rest %.2f requests a cycle, none of them writing%n",
                        open,
                        (double) (writes - before) / open,
                        (double) (argus.requests("") - requests) / CYCLES);
            }
        }
    }

    /** Fires alerts for an hour, straight at Alertmanager: so many rules would keep its Prometheus busy. */
    private static void post(URI alerts, int count) throws IOException, InterruptedException {
        String end = Instant.now().plus(Duration.ofHours(1)).toString();
        ArrayNode body = new ObjectMapper().createArrayNode();
        for (int i = 0; i < count; i++) {
            body.addObject()
                    .put("endsAt", end)
                    .putObject("labels")
                    .put("alertname", "Rest")
                    .put("instance", "sw-" + i);
        }
        HttpRequest request = HttpRequest.newBuilder(alerts)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
    }
}
