package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The first sync of an empty Argus, by {@code argus-glue sync} from start to exit, against a load generator that does
 * nothing but post the same bodies over open connections. Both in turns, on one server, with its tables emptied before
 * each; the medians are compared.
 */
public final class FirstSyncBench {
    private static final int ALERTS = 1000;
    private static final List<Integer> CONCURRENCIES = List.of(2, 4, 8);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LabArgus argus;
    private final URI incidents;

    private FirstSyncBench(LabArgus argus) {
        this.argus = argus;
        this.incidents = argus.url().resolve("/api/v2/incidents/");
    }

    /** Measures; the number of rounds may be given. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        try (LabArgus argus = LabArgus.start();
                LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configureUsual(argus.url(), "");
            prometheus.fire(ALERTS, ALERTS);
            new FirstSyncBench(argus).measure(glue, rounds);
        }
    }

    private void measure(Installation glue, int rounds) throws Exception {
        sync(glue);
        List<String> bodies = bodies(glue);
        Map<Integer, List<Duration>> posted = new TreeMap<>();
        List<Duration> synced = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int concurrency : CONCURRENCIES) {
                argus.reset();
                posted.computeIfAbsent(concurrency, c -> new ArrayList<>())
                        .add(post(bodies, glue.token(), concurrency));
            }
            argus.reset();
            synced.add(sync(glue));
        }
        Duration best = posted.values().stream()
                .map(FirstSyncBench::median)
                .min(Duration::compareTo)
                .orElseThrow();
        posted.forEach((concurrency, times) -> report("load generator, " + concurrency + " at once", times));
        report("argus-glue sync", synced);
        System.out.printf(Locale.ROOT, "ratio %.3f%n", (double) median(synced).toNanos() / best.toNanos());
    }

    private Duration sync(Installation glue) {
        long begin = System.nanoTime();
        GlueProcess process = GlueProcess.start(
                glue.config().resolveSibling("sync.log"), "-c", glue.config().toString(), "sync");
        int exitCode = process.awaitExit(Duration.ofMinutes(5));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (exitCode != 0 || glue.openCount() != ALERTS) {
            throw new IllegalStateException("sync ended with " + exitCode + " and " + glue.openCount() + " open");
        }
        return took;
    }

    /** Returns what would have to be posted to make the incidents that are there. */
    private List<String> bodies(Installation glue) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(incidents.resolve("mine/?open=true&page_size=" + 2 * ALERTS))
                .header("Authorization", "Token " + glue.token())
                .build();
        JsonNode rows = MAPPER.readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body())
                .path("results");
        List<String> bodies = new ArrayList<>();
        for (JsonNode row : rows) {
            ObjectNode body = MAPPER.createObjectNode();
            for (String field : List.of(
                    "source_incident_id",
                    "start_time",
                    "end_time",
                    "description",
                    "level",
                    "details_url",
                    "metadata")) {
                body.set(field, row.path(field));
            }
            row.path("tags").forEach(tag -> body.withArray("tags").addObject().set("tag", tag.path("tag")));
            bodies.add(MAPPER.writeValueAsString(body));
        }
        if (bodies.size() != ALERTS) {
            throw new IllegalStateException(bodies.size() + " bodies");
        }
        return bodies;
    }

    private Duration post(List<String> bodies, String token, int concurrency) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(concurrency);
        try {
            long begin = System.nanoTime();
            List<Future<Integer>> answers = new ArrayList<>();
            for (String body : bodies) {
                HttpRequest request = HttpRequest.newBuilder(incidents)
                        .header("Authorization", "Token " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
                answers.add(threads.submit(() -> {
                    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                    return answer.statusCode();
                }));
            }
            for (Future<Integer> answer : answers) {
                if (answer.get() != 201) {
                    throw new IllegalStateException("status " + answer.get());
                }
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void report(String what, List<Duration> times) {
        System.out.printf(
                Locale.ROOT, "%-30s median %6.2f s of %s%n", what, median(times).toMillis() / 1000.0, times);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
