package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Prometheus's own answer says about an alert that Alertmanager no longer lists. */
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
    private List<United> listed = List.of();

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
        PrometheusReader reader = new PrometheusReader(new JsonFactory());
        PrometheusReader.Rules read = reader.rules(new ByteArrayInputStream(json().getBytes(StandardCharsets.UTF_8)));
        return new PrometheusRules(NOW, startedAt, read.rules(), read.warning());
    }

    private Confirmation said(Map<String, String> labels) throws IOException {
        return new RuleIndex(rules(), new ListedNow(listed, List.of(Samples.united(LOST, Map.of()))), origins)
                .confirm(labels, ORIGIN, LEASE);
    }

    private static String alert(String state, String labels) {
        return "{\"labels\":{\"alertname\":\"LinkDown\"," + labels + "},\"state\":\"" + state
                + "\",\"activeAt\":\"2026-11-20T11:00:00Z\",\"value\":\"1e+00\"}";
    }

    @Test
    void evaluatedAndNotThereIsGone() throws IOException {
        assertEquals(Confirmation.GONE, said(LOST));
    }

    @Test
    void firingOrPendingIsStillThere() throws IOException {
        for (String state : List.of("firing", "pending")) {
            alerts = alert(state, "\"device\":\"sw1\"");
            assertEquals(Confirmation.STILL_THERE, said(LOST), state);
        }
    }

    @Test
    void anotherDeviceIsAnotherAlert() throws IOException {
        alerts = alert("pending", "\"device\":\"sw2\"");
        assertEquals(Confirmation.GONE, said(LOST));
    }

    @Test
    void aLabelThatNoListedAlertHasIsDroppedOnTheWay() throws IOException {
        alerts = alert("pending", "\"device\":\"sw1\",\"pod\":\"x-1\"");
        assertEquals(Confirmation.STILL_THERE, said(LOST));
        listed = List.of(Samples.united(Map.of("alertname", "X", "device", "sw9", "pod", "y"), Map.of()));
        assertEquals(Confirmation.GONE, said(LOST), "it is listed with the label, so the one without is another");
    }

    @Test
    void whereLabelsAreRewrittenNothingIsConcluded() throws IOException {
        alerts = alert("firing", "\"device\":\"sw1.example.org\"");
        listed = List.of(Samples.united(Map.of("alertname", "LinkDown", "device", "sw2"), Map.of()));
        assertEquals(Confirmation.CANNOT_TELL, said(LOST));
    }

    @Test
    void aRuleThatFailsOrIsLateOrNewCannotTell() throws IOException {
        health = "err";
        assertEquals(Confirmation.CANNOT_TELL, said(LOST));
        health = "ok";
        evaluated = "2026-11-20T11:59:24Z";
        assertEquals(Confirmation.CANNOT_TELL, said(LOST), "more than two intervals ago");
        evaluated = "0001-01-01T00:00:00Z";
        assertEquals(Confirmation.CANNOT_TELL, said(LOST), "not evaluated since the start");
        evaluated = "2026-11-20T11:59:50Z";
        startedAt = NOW.minus(Duration.ofMinutes(3));
        assertEquals(Confirmation.CANNOT_TELL, said(LOST), "targets may not have been scraped yet");
    }

    @Test
    void aRuleThatIsGoneIsOnlyKnownToBeByItsOwnServer() throws IOException {
        Map<String, String> renamed = Map.of("alertname", "OldName");
        assertEquals(Confirmation.UNKNOWN, said(renamed));
        origins = Set.of(ORIGIN);
        assertEquals(Confirmation.GONE, said(renamed));
    }

    @Test
    void isAliveWhileAllRulesAreEvaluated() throws IOException {
        assertTrue(rules().isAlive(LEASE));
        health = "err";
        assertFalse(rules().isAlive(LEASE));
    }

    @Test
    void aServerThatDoesNotAnswerLeavesItOpenUnlessTheSenderDoes() throws Exception {
        alerts = alert("firing", "\"device\":\"sw2\"");
        United sibling = Samples.united(Map.of("alertname", "LinkDown", "device", "sw2"), Map.of());
        United lost = Samples.united(LOST, Map.of());
        try (TinyHttpServer up = server();
                TinyHttpServer down =
                        new TinyHttpServer(request -> Response.json("", NOW).cutAfter(-1))) {
            Http http = new Http(new ConfigBuilder(List.of(up.url())).build().access(), InstantSource.fixed(NOW));
            List<URI> both = List.of(up.url(), down.url());
            PrometheusServers servers = new PrometheusServers(both, http, new JsonFactory());
            PrometheusServers.Answers strangers = servers.ask(new ListedNow(List.of(), List.of(lost)));
            assertEquals(1, strangers.problems().size());
            assertFalse(strangers.allAlive(LEASE));
            assertEquals(Confirmation.CANNOT_TELL, strangers.confirm(lost, LEASE));
            PrometheusServers.Answers known = servers.ask(new ListedNow(List.of(sibling), List.of(lost)));
            assertEquals(Confirmation.GONE, known.confirm(lost, LEASE), "sw2 shows who sends alerts of this origin");
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
