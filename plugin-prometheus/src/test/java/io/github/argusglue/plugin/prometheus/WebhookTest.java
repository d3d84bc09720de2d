package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks, with a simulated Alertmanager that does or does not answer. */
class WebhookTest {
    private static final Map<String, String> LINK = Map.of("alertname", "LinkDown", "device", "sw1");
    private static final String LINK_FINGERPRINT = Fingerprint.of(LINK, Set.of());

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final StandInAlertmanager system = StandInAlertmanager.start(clock);
    private final PrometheusConfigBuilder config = new PrometheusConfigBuilder(system.urls());
    private TestContext context = new TestContext("prom", clock);
    private AlertmanagerAdapter adapter = new AlertmanagerAdapter(config.build(), context);

    private void restartAdapter() {
        adapter.close();
        context = new TestContext("prom", clock);
        adapter = new AlertmanagerAdapter(config.build(), context);
    }

    @BeforeEach
    void watchdog() {
        system.fireWatchdog();
    }

    @AfterEach
    void close() {
        adapter.close();
        system.close();
    }

    private void post(String body) {
        context.webhook()
                .orElseThrow()
                .onRequest(WebhookRequest.of(
                        Map.of("User-Agent", List.of("Alertmanager/0.25.0")), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String payload(String... alerts) {
        return "{\"receiver\":\"argus\\\\.glue\",\"status\":\"firing\",\"alerts\":[" + String.join(",", alerts)
                + "],\"groupLabels\":{},\"commonLabels\":{},\"externalURL\":\"http://am\",\"version\":\"4\","
                + "\"groupKey\":\"{}:{}\",\"truncatedAlerts\":0}";
    }

    private static String firing(String startsAt) {
        return alert("firing", startsAt, "0001-01-01T00:00:00Z");
    }

    private static String resolved(String startsAt, String endsAt) {
        return alert("resolved", startsAt, endsAt);
    }

    private static String alert(String status, String startsAt, String endsAt) {
        return "{\"status\":\"" + status + "\",\"labels\":{\"alertname\":\"LinkDown\",\"device\":\"sw1\"},"
                + "\"annotations\":{\"summary\":\"down\"},\"startsAt\":\"" + startsAt + "\",\"endsAt\":\"" + endsAt
                + "\",\"generatorURL\":\"http://prom:9090/graph?x\",\"fingerprint\":\"" + LINK_FINGERPRINT + "\"}";
    }

    private Snapshot next() throws SourceException, InterruptedException {
        clock.advance(Duration.ofSeconds(15));
        return adapter.snapshot();
    }

    @Test
    void requestsASnapshotAndTrustsTheList() throws Exception {
        system.fire(LINK, Map.of());
        post(payload(firing("2026-11-20T12:00:00Z")));
        assertEquals(1, context.snapshotRequests());
        assertEquals(1, next().alerts().size());
        post(payload(
                alert("firing", "2026-11-20T12:00:00Z", "0001-01-01T00:00:00Z").replace("sw1", "sw2")));
        assertEquals(2, context.snapshotRequests());
        assertEquals(1, next().alerts().size(), "alerts that are not listed are not opened");
    }

    @Test
    void opensNewAlertsWhileNoMemberAnswers() throws Exception {
        next();
        system.fault(0, AlertmanagerFault.DOWN);
        assertThrows(SourceException.class, this::next);
        post(payload(firing("2026-11-20T12:00:10.5Z")));
        Snapshot blind = next();
        assertTrue(blind.partialReason().orElse("").contains("does not answer"), "nothing is closed");
        Alert opened = blind.alerts().get(0);
        assertEquals(LINK_FINGERPRINT + "@20261120T120010Z", opened.id().value());
        assertEquals("LinkDown: down", opened.description());
        assertTrue(adapter.health().problem().orElse("").contains("does not answer"));
        assertSame(opened, next().alerts().get(0));
        system.fault(0, AlertmanagerFault.NONE);
        system.fire(LINK, Map.of("summary", "down"));
        Snapshot seeing = next();
        assertEquals(Optional.empty(), seeing.partialReason());
        assertEquals(opened.id(), seeing.alerts().get(0).id());
        system.fault(0, AlertmanagerFault.DOWN);
        assertThrows(SourceException.class, this::next, "reports before the read are discarded");
    }

    @Test
    void nextCompleteSnapshotClosesUnlistedAlerts() throws Exception {
        next();
        system.fault(0, AlertmanagerFault.DOWN);
        post(payload(firing("2026-11-20T12:00:10Z")));
        assertEquals(1, next().alerts().size());
        system.fault(0, AlertmanagerFault.NONE);
        Snapshot seeing = next();
        assertEquals(List.of(), seeing.alerts());
        assertEquals(Optional.empty(), seeing.partialReason());
    }

    @Test
    void resolveAloneClosesNothing() throws Exception {
        system.fire(LINK, Map.of());
        next();
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:00:20Z")));
        Snapshot listed = next();
        assertEquals(1, listed.alerts().size());
        assertEquals(List.of(), listed.endings());
        system.fault(0, AlertmanagerFault.DOWN);
        assertThrows(SourceException.class, this::next);
    }

    @Test
    void watchdogWebhookDoesNotHideAFailure() {
        system.fault(0, AlertmanagerFault.DOWN);
        post(payload("{\"status\":\"firing\",\"labels\":{\"alertname\":\"Watchdog\"}}"));
        assertThrows(SourceException.class, this::next);
    }

    @Test
    void endingHasTheTimeOfTheWebhook() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.resolve(fingerprint);
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:00:20.250Z")));
        Ending ending = next().endings().get(0);
        assertEquals(Instant.parse("2026-11-20T12:00:20.250Z"), ending.endedAt());
        assertEquals(Ending.Evidence.REPORTED, ending.evidence());
    }

    @Test
    void lateResolveConfirmsAnInferredEnding() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.resolve(fingerprint);
        Ending inferred = next().endings().get(0);
        assertEquals(Ending.Evidence.INFERRED, inferred.evidence());
        assertEquals(List.of(), next().endings());

        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:00:20.250Z")));
        Ending reported = next().endings().get(0);
        assertEquals(Ending.Evidence.REPORTED, reported.evidence());
        assertEquals(inferred.alertId(), reported.alertId());
        assertEquals(Instant.parse("2026-11-20T12:00:20.250Z"), reported.endedAt());
        assertEquals(List.of(), next().endings(), "once");
    }

    @Test
    void oldResolveDoesNotEndAFiringAlert() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.resolve(fingerprint);
        next();
        system.fire(LINK, Map.of());
        next();

        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:00:20.250Z")));
        assertEquals(List.of(), next().endings());
    }

    @Test
    void resolveAtTheEndOfTheLeaseIsIgnored() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.resolve(fingerprint);
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:04:15Z")));

        assertEquals(Ending.Evidence.INFERRED, next().endings().get(0).evidence());
    }

    @Test
    void resolveDuringARestartEndsTheHold() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.repeat(fingerprint, false);
        clock.advance(Duration.ofMinutes(5));
        assertTrue(next().alerts().get(0).heldReason().isPresent());
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:04:00Z")));
        assertTrue(next().alerts().get(0).heldReason().isPresent(), "an expired lease is not an end");
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:04:00Z"), firing("2026-11-20T12:00:00Z")));
        assertTrue(next().alerts().get(0).heldReason().isPresent(), "report of a late member");
    }

    @Test
    void resolveBeforeTheEndOfTheLeaseEndsTheHold() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        next();
        system.restart(0);
        system.resolve(fingerprint);
        post(payload(resolved("2026-11-20T12:00:00Z", "2026-11-20T12:00:21Z")));
        clock.advance(Duration.ofMinutes(4));
        Snapshot over = next();
        assertEquals(1, over.endings().size());
        assertEquals(
                Instant.parse("2026-11-20T12:00:21Z"), over.endings().get(0).endedAt());
        assertEquals(Ending.Evidence.REPORTED, over.endings().get(0).evidence());
    }

    @Test
    void orderAndDuplicatesDoNotMatter() throws Exception {
        next();
        system.fault(0, AlertmanagerFault.DOWN);
        String firing = payload(firing("2026-11-20T12:00:10Z"));
        String resolved = payload(resolved("2026-11-20T12:00:10Z", "2026-11-20T12:00:20Z"));
        post(firing);
        post(firing);
        assertEquals(1, next().alerts().size());
        post(resolved);
        post(firing);
        post(resolved);
        assertThrows(SourceException.class, this::next, "an ended alert is not reopened by a duplicate");
        post(payload(firing("2026-11-20T12:00:50Z")));
        assertEquals(1, next().alerts().size(), "a start after the end is a new occurrence");
        post(resolved);
        assertEquals(1, next().alerts().size(), "an older end is ignored");
    }

    @Test
    void truncatedAndEmptyPayloadsRequestASnapshot() {
        post(payload(firing("2026-11-20T12:00:10Z")).replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":45"));
        post(payload());
        post("{\"version\":\"1\",\"orgId\":1,\"title\":\"x\",\"truncatedAlerts\":{\"a\":[1]},\"alerts\":["
                + "{\"labels\":{\"alertname\":\"X\"},\"values\":{\"A\":1}},{}]}");
        assertEquals(3, context.snapshotRequests());
    }

    @Test
    void appliesFilterAndReceiver() throws Exception {
        config.filter("device!=\"sw1\"");
        restartAdapter();
        assertOpenedFromWebhooks(0);
        config.filter("device=\"sw1\"").receiver("oncall");
        restartAdapter();
        assertOpenedFromWebhooks(0);
        config.receiver("argus.glue|oncall");
        restartAdapter();
        assertOpenedFromWebhooks(1);
    }

    private void assertOpenedFromWebhooks(int count) throws Exception {
        system.fault(0, AlertmanagerFault.DOWN);
        post(payload(firing("2026-11-20T12:00:10Z")));
        if (count == 0) {
            assertThrows(SourceException.class, this::next);
        } else {
            assertEquals(count, next().alerts().size());
        }
        assertEquals(1, context.snapshotRequests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alert!",
                "[]",
                "{}",
                "{\"alerts\":{}}",
                "{\"alerts\":[{}]}",
                "{\"alerts\":[",
                "{\"alerts\":[]} {}",
                "{\"text\":\"hello\",\"username\":\"alertmanager\"}",
            })
    void refusesOtherPayloads(String body) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> post(body)).getMessage());
        assertTrue(message.startsWith("not a webhook payload of Alertmanager: "), message);
        assertEquals(0, context.snapshotRequests());
    }

    @Test
    void limitsTheNumberOfAlerts() {
        WebhookAlertCache alerts = new WebhookAlertCache();
        for (int i = 0; i < 30_000; i++) {
            ListedAlert alert = Samples.listed(Map.of("n", "" + i), Map.of());
            ListedAlert named = new ListedAlert(
                    "f" + i,
                    alert.startsAt(),
                    alert.updatedAt(),
                    alert.endsAt(),
                    alert.labels(),
                    Map.of(),
                    "",
                    List.of(),
                    List.of());
            alerts.add(List.of(new WebhookPayloadReader.WebhookAlert(named, true)), clock.instant());
        }
        assertEquals(20_000, alerts.firing().size());
        assertEquals("f29999", alerts.firing().get(19_999).fingerprint());
    }
}
