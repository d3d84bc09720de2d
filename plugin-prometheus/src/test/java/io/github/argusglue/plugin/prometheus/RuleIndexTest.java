package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer.Response;
import io.github.argusglue.spi.http.SourceHttpClient;
import io.github.argusglue.spi.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Prometheus's rules say about an alert that Alertmanager no longer lists. */
class RuleIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(4);
    private static final String ORIGIN = "http://prom:9090";
    private static final Map<String, String> LOST =
            Map.of("alertname", "LinkDown", "device", "sw1", "cluster", "external");

    private String health = "ok";
    private String evaluated = "2026-11-20T11:59:50Z";
    private Instant startedAt = NOW.minus(Duration.ofDays(1));
    private String alerts = "";
    private Set<String> origins = Set.of();
    private List<MergedAlert> listed = List.of();

    private String json() {
        return """
               {"status":"success","data":{"groups":[{"name":"g","file":"f","interval":15,"rules":[
                 {"state":"firing","name":"LinkDown","query":"up == 0","duration":0,"labels":{"team":"noc"},
                  "annotations":{},"alerts":[%s],"health":"%s","lastEvaluation":"%s","type":"alerting"},
                 {"name":"Other","alerts":[],"health":"ok","lastEvaluation":"2026-11-20T11:59:50Z"}],
                 "lastEvaluation":"2026-11-20T11:59:50Z"}]}}
               """.formatted(alerts, health, evaluated);
    }

    private PrometheusRules rules() throws IOException {
        RulesReader reader = new RulesReader(new JsonFactory());
        RulesReader.RuleList read = reader.rules(new ByteArrayInputStream(json().getBytes(StandardCharsets.UTF_8)));
        return new PrometheusRules(NOW, startedAt, read.rules(), read.warning());
    }

    private Confirmation confirmation(Map<String, String> labels) throws IOException {
        return new RuleIndex(rules(), new ListedAlerts(listed, List.of(Samples.merged(LOST, Map.of()))), origins)
                .confirm(labels, ORIGIN, LEASE);
    }

    private static String alert(String state, String labels) {
        return "{\"labels\":{\"alertname\":\"LinkDown\"," + labels + "},\"state\":\"" + state
                + "\",\"activeAt\":\"2026-11-20T11:00:00Z\",\"value\":\"1e+00\"}";
    }

    @Test
    void evaluatedWithoutTheAlertIsGone() throws IOException {
        assertEquals(Confirmation.GONE, confirmation(LOST));
    }

    @Test
    void firingOrPendingIsActive() throws IOException {
        for (String state : List.of("firing", "pending")) {
            alerts = alert(state, "\"device\":\"sw1\"");
            assertEquals(Confirmation.ACTIVE, confirmation(LOST), state);
        }
    }

    @Test
    void differentLabelsAreDifferentAlerts() throws IOException {
        alerts = alert("pending", "\"device\":\"sw2\"");
        assertEquals(Confirmation.GONE, confirmation(LOST));
    }

    @Test
    void unknownLabelCountsAsDropped() throws IOException {
        alerts = alert("pending", "\"device\":\"sw1\",\"pod\":\"x-1\"");
        assertEquals(Confirmation.ACTIVE, confirmation(LOST));
        listed = List.of(Samples.merged(Map.of("alertname", "X", "device", "sw9", "pod", "y"), Map.of()));
        assertEquals(Confirmation.GONE, confirmation(LOST), "listed with the label, so this is another alert");
    }

    @Test
    void rewrittenLabelsAreInconclusive() throws IOException {
        alerts = alert("firing", "\"device\":\"sw1.example.org\"");
        listed = List.of(Samples.merged(Map.of("alertname", "LinkDown", "device", "sw2"), Map.of()));
        assertEquals(Confirmation.INCONCLUSIVE, confirmation(LOST));
    }

    @Test
    void failingLateOrNewRuleIsInconclusive() throws IOException {
        health = "err";
        assertEquals(Confirmation.INCONCLUSIVE, confirmation(LOST));
        health = "ok";
        evaluated = "2026-11-20T11:59:24Z";
        assertEquals(Confirmation.INCONCLUSIVE, confirmation(LOST), "more than two intervals ago");
        evaluated = "0001-01-01T00:00:00Z";
        assertEquals(Confirmation.INCONCLUSIVE, confirmation(LOST), "not evaluated since the start");
        evaluated = "2026-11-20T11:59:50Z";
        startedAt = NOW.minus(Duration.ofMinutes(3));
        assertEquals(Confirmation.INCONCLUSIVE, confirmation(LOST), "targets may not have been scraped yet");
    }

    @Test
    void onlyTheSenderCanReportARemovedRule() throws IOException {
        Map<String, String> renamed = Map.of("alertname", "OldName");
        assertEquals(Confirmation.UNKNOWN, confirmation(renamed));
        origins = Set.of(ORIGIN);
        assertEquals(Confirmation.GONE, confirmation(renamed));
    }

    @Test
    void isEvaluatingWhileAllRulesSucceed() throws IOException {
        assertTrue(rules().isEvaluating(LEASE));
        health = "err";
        assertFalse(rules().isEvaluating(LEASE));
    }

    @Test
    void failedServerIsInconclusiveUnlessTheSenderAnswers() throws Exception {
        alerts = alert("firing", "\"device\":\"sw2\"");
        MergedAlert sibling = Samples.merged(Map.of("alertname", "LinkDown", "device", "sw2"), Map.of());
        MergedAlert lost = Samples.merged(LOST, Map.of());
        try (TinyHttpServer up = server();
                TinyHttpServer down =
                        new TinyHttpServer(request -> Response.json("", NOW).cutAfter(-1));
                TestContext context = new TestContext("test", Clock.fixed(NOW, ZoneOffset.UTC))) {
            SourceHttpClient http = context.http(
                    new PrometheusConfigBuilder(List.of(up.url())).build().access());
            List<URI> both = List.of(up.url(), down.url());
            PrometheusServers servers = new PrometheusServers(both, http, new JsonFactory());
            PrometheusServers.ServerAnswers strangers = servers.ask(new ListedAlerts(List.of(), List.of(lost)));
            assertEquals(1, strangers.problems().size());
            assertFalse(strangers.allEvaluating(LEASE));
            assertEquals(Confirmation.INCONCLUSIVE, strangers.confirm(lost, LEASE));
            PrometheusServers.ServerAnswers known = servers.ask(new ListedAlerts(List.of(sibling), List.of(lost)));
            assertEquals(Confirmation.GONE, known.confirm(lost, LEASE), "sw2 identifies the sender");
        }
    }

    private TinyHttpServer server() {
        return new TinyHttpServer(request -> switch (request.path()) {
            case "/api/v1/rules" -> Response.json(json(), NOW);
            case "/api/v1/status/runtimeinfo" ->
                Response.json("{\"status\":\"success\",\"data\":{\"startTime\":\"2026-11-01T00:00:00Z\"}}", NOW);
            default -> Response.refusal(404, "", NOW);
        });
    }
}
