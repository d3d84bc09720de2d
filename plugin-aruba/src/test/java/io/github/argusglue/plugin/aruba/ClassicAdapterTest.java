package io.github.argusglue.plugin.aruba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.DefaultInterval;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the contract tests do not say about Central (classic); {@link RotatingTokensTest} has its tokens. */
class ClassicAdapterTest {
    private final ClassicBench bench = new ClassicBench();

    @AfterEach
    void tearDown() {
        bench.close();
    }

    private String open(String type, String text) {
        return bench.central.open(8, type, "CN0", text);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private Set<String> unknownScopes() throws Exception {
        return bench.snapshot().unknownScopes().keySet();
    }

    @Test
    void anAlertIsDescribed() throws Exception {
        String id = open("AP CPU Over Utilized", "CPU of ap-0 is at 97 %");
        Alert alert = bench.snapshot().alerts().get(0);

        assertEquals(AlertId.unique("alert:" + id), alert.id());
        assertEquals("AP CPU Over Utilized: CPU of ap-0 is at 97 %", alert.description());
        assertEquals(ClassicBench.START, alert.startedAt());
        assertEquals(2, alert.severity().level());
        String tags = alert.tags().toString();
        for (String tag : List.of(
                "aruba_product=central_classic",
                "alert_type=AP CPU Over Utilized",
                "severity=Major",
                "host=ap-0",
                "site=Biblioteket",
                "group=campus",
                "serial=CN0")) {
            assertTrue(tags.contains(tag), tag + " in " + tags);
        }
    }

    @Test
    void aClosedAlertIsOverWhetherItsRowIsChangedOrAnotherOneIsAdded() throws Exception {
        String one = open("AP CPU Over Utilized", "one");
        String two = open("AP CPU Over Utilized", "two");
        assertEquals(2, bench.descriptions().size());
        bench.clock.advance(Duration.ofMinutes(2));
        bench.central.closeAlert(one);
        bench.central.closeAlertWithOwnRow(two);

        assertEquals(List.of(), bench.descriptions());
    }

    @Test
    void aCloseOfTheSameSecondIsTheNewerRecord() throws Exception {
        bench.central.closeAlertWithOwnRow(open("AP CPU Over Utilized", "short"));

        assertEquals(List.of(), bench.descriptions());
    }

    @Test
    void aDeviceThatIsConnectedAgainIsNoProblemEvenIfTheStateSaysSo() throws Exception {
        String gateway = bench.central.open(303, "GATEWAY_DISCONNECTED", "GW1", "Gateway GW1 reconnected");
        bench.central.connection(gateway, "disconnected");
        assertEquals(1, bench.descriptions().size());
        bench.central.connection(gateway, "reconnected");

        assertEquals(List.of(), bench.descriptions());
    }

    @Test
    void theListOfAccessPointsIsTheTruthAboutThem() throws Exception {
        bench.central.connection(bench.central.open(4, "AP disconnected", "CN0", "never closed"), "disconnected");
        assertEquals(List.of(), bench.descriptions());

        bench.central.setAp("CN0", "Down");
        assertEquals(List.of("Access point ap-0 is down (Biblioteket)"), bench.descriptions());
    }

    @Test
    void alertsAboutClientsAreLeftOut() throws Exception {
        open("Client DHCP Failure", "client 02:00:00:00:00:01 of ola");
        open("USER_ONBOARDING", "user ola");

        assertEquals(List.of(), bench.descriptions());
    }

    @Test
    void halfAListEndsNothing() throws Exception {
        bench.central.addAp("CN1", "ap-1", "Biblioteket");
        bench.central.setAp("CN1", "Down");
        open("AP CPU Over Utilized", "high");
        assertEquals(2, bench.snapshot().alerts().size());

        bench.central.fault("aps", StandInFault.HALF);
        Snapshot half = bench.snapshot();
        assertEquals(Set.of("access-points"), half.unknownScopes().keySet());
        assertEquals(List.of(), half.endings());
        bench.central.recover();
        bench.central.fault("notifications", StandInFault.HALF);
        assertEquals(Set.of("alerts"), unknownScopes());
        bench.central.recover();
        assertEquals(Set.of(), unknownScopes());
    }

    @Test
    void anEmptyListOfAccessPointsIsBelievedTheSecondTime() throws Exception {
        bench.snapshot();
        bench.central.fault("aps", StandInFault.EMPTY);

        assertEquals(Set.of("access-points"), unknownScopes());
        assertEquals(Set.of(), unknownScopes());
    }

    @Test
    void aRowWithoutAnIdIsNoAbsence() throws Exception {
        bench.central.addAp("", "nameless", "Biblioteket");
        assertEquals(Set.of(), unknownScopes(), "its MAC address identifies it");

        bench.central.open(8, "AP CPU Over Utilized", "CN0", "high");
        bench.snapshot();
        bench.central.fault("notifications", StandInFault.NOTHING);
        assertEquals(Set.of("alerts"), unknownScopes());
    }

    @Test
    void refusedRequestsAreAFailureAndNotAPart() throws Exception {
        bench.snapshot();
        bench.central.fault("notifications", StandInFault.FORBIDDEN);
        SourceException failure = assertThrows(SourceException.class, bench::snapshot);

        assertEquals(SourceException.Kind.UNAUTHORIZED, failure.kind());
        assertTrue(message(failure).contains("role"), message(failure));
    }

    @Test
    void aListThatChangesBetweenTwoPagesIsReadAgain() throws Exception {
        bench.central.pageSize(10);
        for (int i = 1; i <= 25; i++) {
            bench.central.addAp("CN" + i, "ap-" + i, "Biblioteket");
        }
        bench.central.setAp("CN10", "Down");
        boolean[] removed = {false};
        bench.central.afterEachPage(() -> {
            if (!removed[0]) {
                removed[0] = true;
                // All later ones move up, and CN10 would be on no page.
                bench.central.removeAp("CN3");
            }
        });

        assertEquals(List.of("Access point ap-10 is down (Biblioteket)"), bench.descriptions());
        assertEquals(6, bench.requests("/monitoring/v2/aps"));
    }

    @Test
    void twoThousandAccessPointsAreFourRequests() throws Exception {
        for (int i = 1; i < 2_000; i++) {
            bench.central.addAp("CN" + i, "ap-" + i, "site-" + i % 40);
            bench.central.setAp("CN" + i, i % 7 == 0 ? "Down" : "Up");
        }
        assertEquals(285, bench.snapshot().alerts().size());
        assertEquals(4, bench.central.log().size(), "one for the token, two for the list, one for the alerts");
    }

    @Test
    void aDayAtTheDefaultIntervalIsFarBelowTheLimit() throws Exception {
        DefaultInterval interval = ClassicConfig.class.getAnnotation(DefaultInterval.class);
        assertEquals("2m", interval.value());
        for (int i = 1; i < 1_000; i++) {
            bench.central.addAp("CN" + i, "ap-" + i, "site-" + i % 20);
        }
        for (int i = 0; i < 720; i++) {
            bench.snapshot();
            bench.clock.advance(Duration.ofMinutes(2));
        }
        int requests = bench.central.log().size();
        assertTrue(requests <= 2 * 720 + 16, requests + " requests");
        assertEquals("", bench.health());
    }

    @Test
    void aQuotaThatRunsOutIsSpreadOverTheDay() throws Exception {
        bench.clock.advance(Duration.ofHours(20));
        bench.central.requestsLeft(900);
        bench.snapshot();
        assertTrue(bench.health().contains("898 of 5000 requests until 00:00 UTC"), bench.health());
        bench.clock.advance(Duration.ofMinutes(2));
        bench.snapshot();

        bench.central.requestsLeft(26);
        bench.clock.advance(Duration.ofMinutes(2));
        bench.snapshot();
        bench.clock.advance(Duration.ofMinutes(2));
        SourceException later = assertThrows(SourceException.class, bench::snapshot);
        assertEquals(SourceException.Kind.RATE_LIMITED, later.kind());
        assertEquals(Duration.ofMinutes(13), later.retryAfter().orElseThrow());
        assertTrue(message(later).contains("24 of 5000"), message(later));
        bench.clock.advance(Duration.ofMinutes(13));
        bench.snapshot();

        bench.clock.advance(Duration.ofHours(4));
        bench.snapshot();
        assertEquals("", bench.health());
    }

    @Test
    void aSpentQuotaIsARateLimit() throws Exception {
        bench.central.requestsLeft(0);
        SourceException failure = assertThrows(SourceException.class, bench::snapshot);

        assertEquals(SourceException.Kind.RATE_LIMITED, failure.kind());
        assertEquals(Duration.ofMinutes(15), failure.retryAfter().orElseThrow());
    }

    @Test
    void tooManyRequestsInASecondAreARateLimit() throws Exception {
        bench.central.fault("aps", StandInFault.TOO_MANY);
        SourceException failure = assertThrows(SourceException.class, bench::snapshot);

        assertEquals(SourceException.Kind.RATE_LIMITED, failure.kind());
        assertEquals(Duration.ofSeconds(7), failure.retryAfter().orElseThrow());
    }

    @Test
    void anAcknowledgementInCentralIsShown() throws Exception {
        String id = open("AP CPU Over Utilized", "high");
        bench.clock.advance(Duration.ofMinutes(5));
        bench.central.acknowledge(id, "ola");
        Acknowledgement shown =
                bench.snapshot().alerts().get(0).acknowledgement().orElseThrow();

        assertEquals("ola", shown.actor());
        assertEquals(ClassicBench.START.plus(Duration.ofMinutes(5)), shown.at());
        assertFalse(shown.isFromArgus());

        bench.adapter().feedback().orElseThrow().deliver(acknowledged("alert:" + id));
        assertEquals("ola", bench.central.acknowledgedBy(id));
    }

    private Feedback acknowledged(String key) {
        return Feedback.builder(AlertId.unique(key), Feedback.Kind.ACKNOWLEDGED, bench.clock.instant())
                .actor("kari")
                .build();
    }

    @Test
    void ourAcknowledgementIsKnownAgainAfterARestart() throws Exception {
        String id = open("AP CPU Over Utilized", "high");
        bench.snapshot();
        bench.adapter().feedback().orElseThrow().deliver(acknowledged("alert:" + id));
        assertEquals("api-user", bench.central.acknowledgedBy(id));
        bench.restart();

        assertTrue(
                bench.snapshot().alerts().get(0).acknowledgement().orElseThrow().isFromArgus());

        bench.central.closeAlert(id);
        bench.snapshot();
        assertFalse(new String(bench.state.get("acknowledged").orElseThrow(), StandardCharsets.UTF_8).contains(id));
    }

    @Test
    void anIncidentOfAnAccessPointAcknowledgesItsAlert() throws Exception {
        bench.central.setAp("CN0", "Down");
        String down = bench.central.open(4, "AP disconnected", "CN0", "down");
        String other = open("AP CPU Over Utilized", "high");
        bench.snapshot();
        bench.adapter().feedback().orElseThrow().deliver(acknowledged("ap:CN0"));

        assertEquals("api-user", bench.central.acknowledgedBy(down));
        assertEquals("", bench.central.acknowledgedBy(other));
    }

    @Test
    void anAcknowledgementWaitsUntilAllAlertsAreRead() throws Exception {
        open("AP CPU Over Utilized", "one");
        String second = open("AP CPU Over Utilized", "two");
        bench.central.fault("notifications", StandInFault.HALF);
        assertEquals(Set.of("alerts"), unknownScopes());

        assertThrows(
                SourceException.class,
                () -> bench.adapter().feedback().orElseThrow().deliver(acknowledged("alert:" + second)));
    }

    @Test
    void anAcknowledgementWaitsUntilTheAlertsAreKnown() {
        assertThrows(
                SourceException.class,
                () -> bench.adapter().feedback().orElseThrow().deliver(acknowledged("alert:AWx1")));
    }

    @Test
    void anAlertOutsideOfTheWindowIsOver() throws Exception {
        open("AP CPU Over Utilized", "high");
        assertEquals(1, bench.descriptions().size());
        bench.clock.advance(Duration.ofDays(30).plusSeconds(1));
        bench.configure(bench.central.newRefreshToken());

        assertEquals(List.of(), bench.descriptions());
    }

    @Test
    void aWebhookIsBelievedWithItsSignatureOnly() {
        String id = open("AP CPU Over Utilized", "high");
        byte[] body = bench.central.webhook(id);
        WebhookRequest request = ClassicSystem.signed(bench.central, body);
        WebhookCheck check = bench.context().webhookCheck().orElseThrow();
        assertTrue(check.isAuthentic(request));

        assertFalse(check.isAuthentic(WebhookRequest.of(Map.of(), body)));
        byte[] other = "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        assertFalse(check.isAuthentic(WebhookRequest.of(headersOf(request, ""), other)));
        for (String name : List.of("X-Central-Service", "X-Central-Delivery-Id", "X-Central-Delivery-Timestamp")) {
            assertFalse(check.isAuthentic(WebhookRequest.of(headersOf(request, name), body)), name);
        }
    }

    /** Returns the headers of a webhook, with another value of one of them. */
    private static Map<String, List<String>> headersOf(WebhookRequest request, String changed) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : List.of(
                "X-Central-Service", "X-Central-Delivery-Id", "X-Central-Delivery-Timestamp", "X-Central-Signature")) {
            headers.put(
                    name,
                    List.of(
                            name.equals(changed)
                                    ? "other"
                                    : request.header(name).orElseThrow()));
        }
        return headers;
    }

    private int hintsOf(String body) {
        int before = bench.context().snapshotRequests();
        bench.context()
                .webhook()
                .orElseThrow()
                .onRequest(WebhookRequest.of(Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        return bench.context().snapshotRequests() - before;
    }

    @Test
    void aWebhookLeadsToASnapshotUnlessItIsATestOrFewRequestsAreLeft() throws Exception {
        assertEquals(1, hintsOf("{\"id\":\"AWx1\",\"nid\":8,\"state\":\"Open\"}"));
        assertEquals(0, hintsOf("{\"nid\":1250,\"text\":\"test\"}"));
        assertThrows(IllegalArgumentException.class, () -> hintsOf("[]"));

        bench.central.requestsLeft(500);
        bench.snapshot();
        assertEquals(0, hintsOf("{\"id\":\"AWx1\",\"nid\":8,\"state\":\"Open\"}"));
    }

    @Test
    void thousandsOfAlertsAreReadPageByPage() throws Exception {
        bench.central.pageSize(100);
        for (int i = 0; i < 1_050; i++) {
            String id = open("AP CPU Over Utilized", "number " + i);
            if (i % 3 != 0) {
                bench.central.closeAlert(id);
            }
        }
        assertEquals(
                350,
                bench.snapshot().alerts().stream()
                        .map(Alert::id)
                        .collect(Collectors.toSet())
                        .size());
    }
}
