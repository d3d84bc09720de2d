package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people are shown when one of two Alertmanagers is down; and the metrics, alerting rules and dashboard with a
 * real Prometheus and Grafana's own model.
 */
@ExtendWith(Lab.class)
final class MonitoringIT {
    /** Panels that show what does not happen in these tests. */
    private static final Set<String> EMPTY_HERE = Set.of(
            "Webhooks",
            "Requests to Argus that fail",
            "Actions that failed or were refused",
            "Failover role",
            "Standby that could not take over",
            "Owner of each source in a cluster",
            "Cluster without engine or owner");

    private static final Duration SOON = Duration.ofSeconds(60);

    private final LabArgus argus;
    private final Path folder = Folders.fresh("monitoring");
    private final Shell monitoring = new Shell(Folders.lab().resolve("monitoring.sh"), Map.of());

    MonitoringIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void rulesAreValidAndFireWhenTheyShould() {
        String said = monitoring.run("rules");
        assertFalse(said.contains("FAILED"), said);
    }

    @Test
    void dashboardIsWhatGrafanaReads() {
        monitoring.run("dashboard", Folders.work().resolve("grafana-sdk").toString());
    }

    @Test
    void halfOfAPairIsDown() throws Exception {
        try (LabPrometheus prometheus = LabPrometheus.start(3, Map.of("RESEND", "2s", "AMS", "2"));
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(3, 3);
            String one = "\"" + prometheus.alertmanager() + "\"";
            String both = one + ", \"" + prometheus.alertmanager(2) + "\"";
            glue.write(glue.configuration().replace("[" + one + "]", "[" + both + "]"));
            glue.start();
            glue.awaitOpen(3);
            URI page = page(glue.process());
            Await.that(SOON, "active", () -> state(glue).equals("active"));

            prometheus.killAlertmanager(2);
            Await.that(SOON, "degraded", () -> state(glue).equals("degraded"));

            String member = prometheus.alertmanager(2).getAuthority();
            // Between a snapshot and its reconciliation the source is not in step.
            String inStep = glue.source() + " +degraded +yes .*";
            Await.that(SOON, "in step", () -> command(glue, 4, "status").get(2).matches(inStep));
            List<String> status = command(glue, 4, "status");
            assertTrue(status.stream().anyMatch(line -> line.contains(": degraded: ") && line.contains(member)));
            List<String> plan = command(glue, 0, "plan");
            assertTrue(
                    plan.stream().anyMatch(line -> line.startsWith("  degraded: ") && line.contains(member)),
                    plan::toString);
            HttpResponse<String> ready = get(page.resolve("/readyz"));
            assertEquals(200, ready.statusCode());
            assertTrue(ready.body().contains("': degraded: ") && ready.body().contains(member), ready.body());
            assertTrue(get(page).body().contains("<span class=\"state degraded\">"), "in yellow");
            theMetricsAreGood(page, glue.source());
            aPrometheusUnderstandsAll(page);

            prometheus.runAlertmanager(2);
            Await.that(SOON, "active again", () -> state(glue).equals("active"));
            assertEquals(1, glue.process().logMatching("WARN .* degraded: ").size(), "one line when it began");
            assertEquals(
                    1, glue.process().logMatching("INFO .* no longer degraded").size(), "and one when it ended");
            assertEquals(3, glue.openCount());
        }
    }

    private void theMetricsAreGood(URI page, String source) throws Exception {
        String metrics = get(page.resolve("/metrics")).body();
        Path file = Files.writeString(folder.resolve("metrics.txt"), metrics);
        assertEquals("", monitoring.run("metrics", file.toString()));
        for (String line : List.of(
                "argus_glue_source_degraded{source=\"" + source + "\"} 1.0",
                "argus_glue_source_up{source=\"" + source + "\"} 1.0",
                "argus_glue_source_state{source=\"" + source + "\",state=\"degraded\"} 1.0")) {
            assertTrue(metrics.lines().anyMatch(line::equals), () -> line + " is not in\n" + metrics);
        }
    }

    /** A Prometheus that reads this process: its alert begins, and each query of the dashboard can be run. */
    private void aPrometheusUnderstandsAll(URI page) throws Exception {
        String dir = folder.resolve("prometheus").toString();
        URI server = URI.create(monitoring.run("prometheus", dir, page.toString()));
        try {
            Await.that(SOON, "the alert begins", () -> pending(server).contains("ArgusGlueSourceDegraded"));
            // A rate needs two scrapes.
            Await.equal(SOON, "panels that show nothing", List.of(), () -> emptyPanels(server));
        } finally {
            monitoring.run("stop", dir);
        }
    }

    /** Returns the titles of the panels that show nothing and should; fails if a query cannot be run. */
    private static List<String> emptyPanels(URI server) throws Exception {
        List<String> empty = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper()
                .readTree(Folders.checkout()
                        .resolve("dist/src/main/monitoring/argus-glue.dashboard.json")
                        .toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            boolean found = panel.path("targets").isEmpty();
            for (JsonNode target : panel.path("targets")) {
                found |= query(server, target.path("expr").asText()).size() > 0;
            }
            String title = panel.path("title").asText();
            if (!found && !EMPTY_HERE.contains(title)) {
                empty.add(title);
            }
        }
        return empty;
    }

    private static List<String> pending(URI server) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        new ObjectMapper()
                .readTree(get(server.resolve("/api/v1/alerts")).body())
                .path("data")
                .path("alerts")
                .forEach(alert ->
                        names.add(alert.path("labels").path("alertname").asText()));
        return names;
    }

    private static JsonNode query(URI server, String expression) throws IOException, InterruptedException {
        String query =
                expression.replaceAll("\\$(job|instance|source)\\b", ".*").replace("$__rate_interval", "1m");
        String answer = get(server.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .body();
        JsonNode json = new ObjectMapper().readTree(answer);
        assertEquals("success", json.path("status").asText(), () -> expression + ": " + answer);
        return json.path("data").path("result");
    }

    private static URI page(GlueProcess glue) {
        String line = "status page and metrics: (http\\S+)";
        glue.awaitLog(line, SOON);
        return URI.create(glue.logMatching(line).get(0).replaceFirst(".*: (?=http)", ""));
    }

    private static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private String state(Installation glue) throws IOException {
        List<String> lines = run(glue, "status", "--json").lines();
        return new ObjectMapper()
                .readTree(String.join("\n", lines))
                .path("sources")
                .path(0)
                .path("state")
                .asText();
    }

    private List<String> command(Installation glue, int exitCode, String... arguments) throws IOException {
        Printed printed = run(glue, arguments);
        assertEquals(exitCode, printed.exitCode(), printed::toString);
        return printed.lines();
    }

    private record Printed(int exitCode, List<String> lines) {}

    private Printed run(Installation glue, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-c", glue.config().toString()));
        all.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "command", ".log");
        try (GlueProcess process = GlueProcess.start(log, all.toArray(String[]::new))) {
            int exitCode = process.awaitExit(SOON);
            return new Printed(exitCode, Files.readAllLines(log.resolveSibling(log.getFileName() + ".out")));
        }
    }
}
