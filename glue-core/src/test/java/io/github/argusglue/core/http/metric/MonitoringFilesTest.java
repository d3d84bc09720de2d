package io.github.argusglue.core.http.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The alerting rules and the dashboard that are packed for Prometheus and Grafana: they name metrics that exist, and
 * every alert is described and tested. {@code MonitoringIT} runs promtool.
 */
final class MonitoringFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path RULES = ROOT.resolve("dist/src/main/monitoring/argus-glue.rules.yml");
    private static final Path DASHBOARD = ROOT.resolve("dist/src/main/monitoring/argus-glue.dashboard.json");
    private static final Pattern USED = Pattern.compile("\\b(argus_glue|process|jvm)_[a-z0-9_]+");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)\n((?: {8}.*\n)+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dist/src/main/monitoring/argus-glue.rules.yml",
                "dist/src/main/monitoring/argus-glue.dashboard.json",
                "dist/src/it/monitoring/argus-glue.rules.test.yml",
                "docs/metrics.md"
            })
    void namesMetricsThatExist(String file) throws IOException {
        Set<String> known = FullScrape.families().keySet();
        Set<String> used = new TreeSet<>();
        USED.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(MatchResult::group)
                .forEach(used::add);
        used.removeIf(name -> known.contains(name)
                || known.contains(name.replaceAll("_(bucket|count|sum)$", ""))
                // The page shortens names that differ in their last words only.
                || name.endsWith("_"));
        assertEquals(Set.of(), used);
    }

    @Test
    void everyAlertIsCompleteDescribedAndTested() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/operate/alerts.md"));
        String tests = Files.readString(ROOT.resolve("dist/src/it/monitoring/argus-glue.rules.test.yml"));
        List<MatchResult> alerts =
                ALERT.matcher(Files.readString(RULES)).results().toList();
        assertTrue(alerts.size() >= 20, () -> alerts.size() + " alerts");
        for (MatchResult alert : alerts) {
            String name = alert.group(1);
            String body = alert.group(2);
            assertTrue(body.matches("(?s).* severity: (critical|warning)\n.*"), name);
            for (String part : List.of("expr: ", "summary: ", "description: ")) {
                assertTrue(body.contains(" " + part), () -> name + " has no " + part);
            }
            assertTrue(body.contains("/docs/operate/alerts.md#" + name.toLowerCase(Locale.ROOT) + "\n"), name);
            assertTrue(page.contains("\n## " + name + "\n"), () -> name + " is not described");
            String fires = "alertname: " + name + "\n        exp_alerts:\n";
            String silent = "alertname: " + name + "\n        exp_alerts: []\n";
            assertTrue(tests.contains(fires) && tests.contains(silent), () -> name + " is not tested");
        }
    }

    @Test
    void dashboardCanBeImported() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        assertTrue(dashboard.path("id").isMissingNode(), "Grafana gives the number");
        assertEquals("argus-glue", dashboard.path("uid").asText());
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertTrue(ids.add(panel.path("id").asInt()), () -> title + " has the id of another panel");
            if (panel.path("type").asText().equals("row")) {
                continue;
            }
            assertFalse(panel.path("targets").isEmpty(), () -> title + " shows nothing");
            for (JsonNode target : panel.path("targets")) {
                assertEquals(
                        "${datasource}", target.path("datasource").path("uid").asText(), title);
                assertTrue(target.path("expr").asText().contains("$job"), () -> title + " ignores the variable");
            }
        }
    }
}
