package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.plugin.prometheus.standin.StandInPrometheus;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer;
import io.github.argusglue.plugin.prometheus.standin.TinyHttpServer.Response;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole adapter of type {@code prometheus} with two simulated servers and a simulated clock. */
class PrometheusAdapterTest {
    private static final Map<String, String> LINK =
            Map.of("alertname", "LinkDown", "device", "sw1", "severity", "critical");
    private static final Map<String, String> OTHER = Map.of("alertname", "Other");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final StandInPrometheus one = StandInPrometheus.start(clock);
    private final StandInPrometheus two = StandInPrometheus.start(clock);
    private PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(one.url(), two.url()));
    private PrometheusAdapter adapter = adapter();

    private PrometheusAdapter adapter() {
        return new PrometheusAdapter(config.direct(), new TestContext("prom", clock));
    }

    @AfterEach
    void close() {
        adapter.close();
        one.close();
        two.close();
    }

    private Snapshot next() throws SourceException, InterruptedException {
        clock.advance(Duration.ofSeconds(15));
        return adapter.snapshot();
    }

    private Alert only() throws SourceException, InterruptedException {
        Snapshot snapshot = next();
        assertEquals(1, snapshot.alerts().size(), snapshot.alerts().toString());
        return snapshot.alerts().get(0);
    }

    private static String held(Alert alert) {
        return alert.heldReason().orElse("");
    }

    @Test
    void alertHasTheSameIdentityAsInAlertmanager() throws Exception {
        config.externalLabels(Map.of("cluster", "lab", "device", "not this one"));
        adapter = adapter();
        one.fire(LINK, Map.of("summary", "down"));
        Alert alert = only();
        String fingerprint = Fingerprint.of(
                Map.of("alertname", "LinkDown", "device", "sw1", "severity", "critical", "cluster", "lab"), Set.of());
        assertEquals(fingerprint + "@20261120T120000Z", alert.id().value());
        assertEquals("LinkDown: down", alert.description());
        assertEquals(1, alert.severity().level());
        assertEquals(Optional.of(URI.create(one.url() + "/graph?g0.expr=up+%3D%3D+0&g0.tab=1")), alert.detailsUrl());
        assertSame(alert, only());
    }

    @Test
    void mergesAlertsOfAllServers() throws Exception {
        two.fire(LINK, Map.of());
        Alert alert = only();
        one.fire(LINK, Map.of());
        assertEquals(alert.id(), only().id());
        two.resolve(LINK);
        assertEquals(alert.id(), only().id());
        one.resolve(LINK);
        Snapshot over = next();
        assertEquals(alert.id(), over.endings().get(0).alertId());
        assertEquals(Ending.Evidence.INFERRED, over.endings().get(0).evidence());
        assertEquals(List.of(), over.alerts());
    }

    @Test
    void pendingAlertIsHeld() throws Exception {
        one.pend(LINK);
        assertTrue(held(only()).contains("pending"));
        one.fire(LINK, Map.of());
        Alert open = only();
        assertEquals("", held(open));
        one.pend(LINK);
        assertTrue(held(only()).contains("pending"));
        one.fire(LINK, Map.of());
        assertSame(open, only());
    }

    @Test
    void restartChangesTheStartButNotTheAlert() throws Exception {
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        next();
        clock.advance(Duration.ofMinutes(10));
        one.restart();
        Snapshot cold = next();
        assertEquals(List.of(), cold.endings());
        assertTrue(
                held(cold.alerts().get(0)).contains("was started at"),
                held(cold.alerts().get(0)));
        one.evaluate();
        one.fire(OTHER, Map.of());
        Snapshot warming = next();
        assertEquals(
                List.of(true, false),
                warming.alerts().stream()
                        .map(alert -> alert.heldReason().isPresent())
                        .sorted(Comparator.reverseOrder())
                        .toList());
        clock.advance(Duration.ofMinutes(2));
        Snapshot warm = next();
        assertEquals(1, warm.endings().size(), "over on a warm server");
        assertEquals(Instant.parse("2026-11-20T12:00:00Z"), warm.alerts().get(0).startedAt());
    }

    @Test
    void unreachableServerHoldsItsAlerts() throws Exception {
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        two.fire(OTHER, Map.of());
        next();
        one.fault(AlertmanagerFault.DOWN);
        two.resolve(OTHER);
        Snapshot snapshot = next();
        assertEquals(1, snapshot.endings().size(), "the other server reports it as over");
        assertTrue(held(snapshot.alerts().get(0)).contains(one.url() + " does not answer"));
        assertTrue(adapter.health().problem().orElse("").contains(one.url().toString()));
        clock.advance(Duration.ofHours(2));
        assertTrue(held(only()).contains("does not answer"), "without a limit");
        one.resolve(OTHER);
        one.fault(AlertmanagerFault.NONE);
        assertEquals("", held(only()));
    }

    @Test
    void partialSnapshotRepeatsConfirmedEndings() throws Exception {
        two.fault(AlertmanagerFault.DOWN);
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        next();
        one.resolve(LINK);
        Snapshot over = next();
        assertTrue(over.partialReason().isPresent());
        assertEquals(1, over.endings().size());
        assertEquals(over.endings(), next().endings(), "same alert with the first start");

        one.restart();
        one.fire(OTHER, Map.of());
        one.evaluate();
        assertEquals(List.of(), next().endings(), "a new server is not trusted");
        clock.advance(Duration.ofMinutes(2));
        one.evaluate();
        assertEquals(over.endings().get(0).alertId(), next().endings().get(0).alertId());
        one.fire(LINK, Map.of());
        assertEquals(List.of(), next().endings());
        two.fault(AlertmanagerFault.NONE);
        one.resolve(LINK);
        assertEquals(1, next().endings().size());
        assertEquals(List.of(), next().endings(), "absence from a complete snapshot is enough");
    }

    @Test
    void newServerDoesNotReopenEndedAlerts() throws Exception {
        one.fire(LINK, Map.of());
        two.fire(LINK, Map.of());
        only();
        one.fault(AlertmanagerFault.DOWN);
        two.resolve(LINK);
        assertEquals(1, next().endings().size());
        one.fault(AlertmanagerFault.NONE);
        one.restart();
        one.evaluate();
        one.fire(LINK, Map.of());
        assertTrue(held(only()).contains("was just started"), "it evaluates old samples");
        clock.advance(Duration.ofMinutes(2));
        assertEquals("", held(only()), "reported again by the warm server");
    }

    @Test
    void failingRuleHoldsForHoldMax() throws Exception {
        one.fire(LINK, Map.of());
        next();
        one.fail("LinkDown", "many-to-many matching not allowed");
        one.resolve(LINK);
        assertTrue(held(only()).contains("cannot evaluate the rule: many-to-many"));
        assertTrue(adapter.health().problem().orElse("").contains("1 rules"));
        one.fail("LinkDown", "");
        assertEquals(1, next().endings().size());
        one.fire(LINK, Map.of());
        next();
        one.fail("LinkDown", "x");
        one.resolve(LINK);
        only();
        clock.advance(Duration.ofMinutes(31));
        assertTrue(next().endings().get(0).reason().contains("state unknown"));
    }

    @Test
    void removedRuleEndsItsAlertsUnlessAllRulesAreGone() throws Exception {
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        next();
        one.delete("LinkDown");
        assertTrue(next().endings().get(0).reason().contains("its rule was removed"));
        one.delete("Other");
        assertTrue(held(only()).contains("has no rules"));
    }

    @Test
    void warningHoldsAlerts() throws Exception {
        one.fire(LINK, Map.of());
        next();
        one.resolve(LINK);
        one.warn("no store for tenant b");
        assertTrue(held(only()).contains("no store for tenant b"));
    }

    @Test
    void newAdapterTrustsAnEmptyAnswerOfWarmServers() throws Exception {
        two.fault(AlertmanagerFault.DOWN);
        assertTrue(next().partialReason().orElse("").contains(two.url().toString()));
        two.fault(AlertmanagerFault.NONE);
        one.restart();
        assertTrue(next().partialReason().orElse("").contains("was just started"));
        one.evaluate();
        clock.advance(Duration.ofMinutes(3));
        assertEquals(Optional.empty(), next().partialReason());
        two.fault(AlertmanagerFault.DOWN);
        assertEquals(Optional.empty(), next().partialReason(), "its alerts are known now");
    }

    @Test
    void serverWithoutAStartTimeIsWatchedFirst() throws Exception {
        one.hideStart();
        one.fire(LINK, Map.of());
        assertTrue(next().partialReason().isPresent());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(Optional.empty(), next().partialReason());
        one.fault(AlertmanagerFault.DOWN);
        next();
        one.fault(AlertmanagerFault.NONE);
        one.resolve(LINK);
        assertTrue(held(only()).contains("was started at"), "it may have been restarted");
        clock.advance(Duration.ofMinutes(2));
        assertEquals(1, next().endings().size());
    }

    @Test
    void appliesFilterAndSendsHeaders() throws Exception {
        config = new PrometheusConfigBuilder(List.of(URI.create(one.url() + "/prometheus")))
                .filter("severity=~\"crit.*\"")
                .headers(Map.of("X-Scope-OrgID", Secret.of("noc")));
        adapter = adapter();
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        assertEquals("LinkDown", only().description());
        assertEquals("/prometheus/api/v1/rules", one.requests().get(0).path());
        assertEquals("noc", one.requests().get(0).headers().get("x-scope-orgid"));
    }

    @Test
    void saysWhatIsFilteredAndThatTheWatchdogIsNotShown() throws Exception {
        config.filter("severity=~\"crit.*\"");
        adapter = adapter();
        one.fire(LINK, Map.of());
        one.fire(OTHER, Map.of());
        two.fire(OTHER, Map.of());
        Map<String, String> beat = Map.of("alertname", "Watchdog", "severity", "critical");
        one.fire(beat, Map.of());
        LeftOut leftOut = next().leftOut();
        assertEquals("2 (filter 1, watchdog 1)", leftOut.summary());
        assertEquals(
                new LeftOut.Example(Fingerprint.of(OTHER, Set.of()), "Other {}: does not match 'filter'"),
                leftOut.groups().get(0).examples().get(0));
        assertEquals(
                "Watchdog {severity=critical}",
                leftOut.groups().get(1).examples().get(0).text());
    }

    @Test
    void invalidAnswerIsNotAnEmptyList() throws Exception {
        try (TinyHttpServer other =
                new TinyHttpServer(request -> Response.json("{\"status\":\"success\",\"data\":{}}", clock.instant()))) {
            config = new PrometheusConfigBuilder(List.of(other.url()));
            adapter = adapter();
            SourceException failure = assertThrows(SourceException.class, this::next);
            assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
            assertTrue(failure.toString().contains("no list 'groups'"), failure.toString());
        }
    }

    @Test
    void missingWatchdogIsAnIncidentAndClosesNothing() throws Exception {
        config.watchdogAfter(Duration.ofMinutes(2));
        adapter = adapter();
        Map<String, String> watchdog = Map.of("alertname", "Watchdog");
        one.fire(watchdog, Map.of());
        one.fire(LINK, Map.of());
        assertEquals("LinkDown", only().description());
        one.resolve(watchdog);
        clock.advance(Duration.ofMinutes(2));
        one.resolve(LINK);
        Snapshot silent = next();
        assertEquals(List.of(), silent.endings());
        assertTrue(silent.partialReason().isPresent());
        assertTrue(silent.alerts().get(0).description().contains("No watchdog alert since"));
        one.fire(watchdog, Map.of());
        Snapshot again = next();
        assertEquals(1, again.endings().size());
        assertEquals(List.of(), again.alerts());
    }
}
