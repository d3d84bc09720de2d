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
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source at rest costs Argus with many incidents open: the processor time of the processes of Argus and its
 * database while the built program runs with the settings it has by itself, less what they take in as long without it.
 * Processor time and not the clock, so that a busy machine changes little.
 *
 * <p>Arguments, each {@code name=value}: {@code open} (10000) incidents, {@code seconds} (1800) of each stretch,
 * {@code sink} (1): whether the source is told what people do, for which the event log is read between two cycles, too;
 * 0 if not.
 */
public final class ListingCostBench {
    private static final double BOUND = 0.005;
    private static final Duration LISTED = Duration.ofMinutes(5);
    private static final Duration FILLED = Duration.ofMinutes(40);

    private ListingCostBench() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> numbers = new TreeMap<>(Map.of("open", 10_000, "seconds", 1_800, "sink", 1));
        for (String argument : args) {
            String[] both = argument.split("=", 2);
            if (both.length == 2) {
                numbers.put(both[0], Integer.valueOf(both[1]));
            }
        }
        int open = numbers.get("open");
        Duration stretch = Duration.ofSeconds(numbers.get("seconds"));
        try (LabArgus argus = LabArgus.start();
                LabPrometheus prometheus = LabPrometheus.start(1);
                Installation glue = new Installation(argus, prometheus)) {
            post(prometheus.alertmanager().resolve("/api/v2/alerts"), open);
            glue.configureUsual(argus.url(), numbers.get("sink") > 0 ? "silence_acks = true" : "");
            glue.start();
            glue.awaitOpen(open, FILLED);
            glue.awaitRest();
            glue.process().terminate();
            glue.process().awaitExit(Duration.ofMinutes(1));

            // What the first listing costs is no cost of rest. The log goes on where that of the first process ended.
            GlueProcess second = glue.start();
            Await.equal(
                    LISTED,
                    "starts in the log",
                    2,
                    () -> second.logMatching("source: .* alerts? open").size());
            glue.awaitRest();
            int listings = argus.requests("GET /api/ ");
            int requests = argus.requests("");
            int writes = argus.writes();
            double with = measure(argus, stretch);
            System.out.printf(
                    Locale.ROOT, "checks and listings in the stretch: %d%n", argus.requests("GET /api/ ") - listings);
            System.out.printf(
                    Locale.ROOT,
                    "%,d open, %s: %d requests in %d s, %d of them writing%n",
                    open,
                    numbers.get("sink") > 0 ? "told what people do" : "not told what people do",
                    argus.requests("") - requests,
                    stretch.toSeconds(),
                    argus.writes() - writes);
            glue.process().terminate();
            glue.process().awaitExit(Duration.ofMinutes(1));
            print(with, measure(argus, stretch), stretch);
        }
    }

    private static double measure(LabArgus argus, Duration stretch) {
        double before = argus.processorSeconds();
        Instant end = Instant.now().plus(stretch);
        Await.that(
                stretch.plusMinutes(1),
                "the end of the stretch",
                () -> Instant.now().isAfter(end));
        return argus.processorSeconds() - before;
    }

    private static void print(double with, double without, Duration stretch) {
        double share = (with - without) / stretch.toSeconds();
        System.out.printf(
                Locale.ROOT,
                "Argus and its database: %.2f s of processor time in %d s with argus-glue, %.2f s without%n"
                        + "share of one core: %.3f %%, bound %.1f %%: %s%n",
                with,
                stretch.toSeconds(),
                without,
                100 * share,
                100 * BOUND,
                share <= BOUND ? "kept" : "NOT KEPT");
    }

    /** Fires alerts for a day, straight at Alertmanager: so many rules would keep its Prometheus busy. */
    private static void post(URI alerts, int count) throws IOException, InterruptedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String end = now.plus(Duration.ofDays(1)).toString();
        ArrayNode body = new ObjectMapper().createArrayNode();
        for (int i = 0; i < count; i++) {
            body.addObject()
                    // With one start for all, a listing would have to ask for all in one page.
                    .put("startsAt", now.minusMillis(100L * i).toString())
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
