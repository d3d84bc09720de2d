package io.github.argusglue.plugin.aruba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.aruba.central.CentralAdapter;
import io.github.argusglue.plugin.aruba.central.CentralConfig;
import io.github.argusglue.plugin.aruba.standin.StandInCentral;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of access points and alerts, and of each fault of New Central. */
class CentralAdapterTest {
    private static final Instant BEGIN = Instant.parse("2026-01-07T18:40:00Z");
    private static final String AP = "network-monitoring/v1/aps";
    private static final String ALERTS = "network-notifications/v1/alerts";

    private final SettableClock clock = new SettableClock(BEGIN);
    private final StandInCentral central = StandInCentral.start(clock, ExchangeLog.of("aruba-central"));
    private final TestContext context = new TestContext("central", clock);
    private CentralAdapter adapter = new CentralAdapter(CentralSystem.config(central), context);

    @AfterEach
    void stop() {
        context.close();
        central.close();
    }

    private void use(boolean accessPoints, CentralConfig.Deferred deferred, Duration apDownFor) {
        CentralConfig config = CentralSystem.config(central, accessPoints, deferred, apDownFor);
        adapter = new CentralAdapter(config, new TestContext("central", clock));
    }

    private void twoAps() {
        central.addAp("CN1", "ap-1", "Biblioteket");
        central.addAp("CN2", "ap-2", "Idrettsbygget");
    }

    private Alert only() throws Exception {
        Snapshot found = adapter.snapshot();
        assertEquals(1, found.alerts().size(), found::toString);
        return found.alerts().get(0);
    }

    private static Map<String, String> tags(Alert alert) {
        return alert.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private long requests(String path) {
        return central.log().stream().filter(line -> line.contains(path)).count();
    }

    @Test
    void accessPointThatIsDownIsAnAlertWithItsTrueStart() throws Exception {
        twoAps();
        central.down("CN1");
        clock.advance(Duration.ofMinutes(7));
        Alert down = only();
        assertEquals("ap:CN1@20260107T184000Z", down.id().value());
        assertEquals(BEGIN, down.startedAt());
        assertEquals("Access point ap-1 is down (Biblioteket)", down.description());
        assertEquals(Severity.MODERATE, down.severity());
        assertEquals(
                "https://central.example.org/aps/CN1?name=ap-1",
                String.valueOf(down.detailsUrl().orElseThrow()));
        assertEquals(
                Map.of(
                        "aruba_product", "central",
                        "device_type", "access_point",
                        "host", "ap-1",
                        "site", "Biblioteket",
                        "group", "campus",
                        "serial", "CN1",
                        "mac", "20:4c:03:00:00:01",
                        "model", "AP-535"),
                tags(down));
        clock.advance(Duration.ofMinutes(1));
        assertSame(down, only());
    }

    @Test
    void endingSaysWhetherItIsUpOrGone() throws Exception {
        twoAps();
        central.down("CN1");
        central.down("CN2");
        assertEquals(2, adapter.snapshot().alerts().size());
        central.addAp("CN3", "ap-3", "Biblioteket");
        central.up("CN1");
        central.removeAp("CN2");
        clock.advance(Duration.ofMinutes(1));
        Snapshot found = adapter.snapshot();
        assertEquals(List.of(), found.alerts());
        AlertId one = AlertId.startedAt("ap:CN1", BEGIN);
        AlertId two = AlertId.startedAt("ap:CN2", BEGIN);
        assertEquals(
                List.of(
                        Ending.reported(one, clock.instant(), "the access point is up"),
                        Ending.inferred(two, clock.instant(), "no longer in the list of access points")),
                found.endings());
        assertEquals(List.of(), adapter.snapshot().endings());
    }

    @Test
    void restartOfAnAccessPointIsNoAlert() throws Exception {
        use(true, CentralConfig.Deferred.ACKNOWLEDGED, Duration.ofMinutes(2));
        twoAps();
        central.down("CN1");
        clock.advance(Duration.ofSeconds(119));
        assertEquals(List.of(), adapter.snapshot().alerts());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(BEGIN, only().startedAt());
    }

    @Test
    void clockOfCentralThatIsAheadHidesNothing() throws Exception {
        use(true, CentralConfig.Deferred.ACKNOWLEDGED, Duration.ofMinutes(2));
        twoAps();
        central.status("CN1", "OFFLINE", BEGIN.plus(Duration.ofHours(2)));
        assertEquals(List.of(), adapter.snapshot().alerts());
        clock.advance(Duration.ofMinutes(2));
        Alert down = only();
        assertEquals(BEGIN, down.startedAt());
        assertEquals("true", tags(down).get("start_estimated"));
    }

    @Test
    void startThatCentralChangesIsNoOtherOccurrence() throws Exception {
        twoAps();
        central.down("CN1");
        Alert first = only();
        central.status("CN1", "OFFLINE", BEGIN.minusSeconds(600));
        assertSame(first, only());
    }

    @Test
    void alertHasTheTagsOfTheAccessPointInItsText() throws Exception {
        twoAps();
        central.raise("102", "AP CPU Utilization", "System", "Major", "CPU of 'ap-2': 97 %.");
        Alert alert = only();
        assertEquals("alert:22071893000:47765082001", alert.id().value());
        assertEquals("AP CPU Utilization: CPU of 'ap-2': 97 %.", alert.description());
        assertEquals(Severity.HIGH, alert.severity());
        assertEquals("ap-2", tags(alert).get("host"));
        assertEquals("Idrettsbygget", tags(alert).get("site"));
        assertEquals("AP CPU Utilization", tags(alert).get("alert_type"));
        assertEquals("System", tags(alert).get("alert_category"));
        assertEquals("Major", tags(alert).get("severity"));
        assertSame(alert, only());
    }

    @Test
    void alertThatAnAccessPointIsDownIsLeftToTheList() throws Exception {
        twoAps();
        central.down("CN1");
        central.raise("4", "Whatever it is called", "System", "Critical", "ap-1 is down in site Biblioteket");
        central.raise("9", "AP_DISCONNECTED", "System", "Critical", "ap-1 is down in site Biblioteket");
        assertEquals("ap:CN1", only().id().key());
        central.up("CN1");
        assertEquals(List.of(), adapter.snapshot().alerts());

        use(false, CentralConfig.Deferred.ACKNOWLEDGED, Duration.ZERO);
        List<Alert> alerts = adapter.snapshot().alerts();
        assertEquals(2, alerts.size());
        assertEquals(Severity.MODERATE, alerts.get(0).severity());
        assertEquals(0, requests(AP) - 2, "the list of access points is not read any more");
    }

    @Test
    void alertsAboutClientsAreNotShown() throws Exception {
        twoAps();
        central.raise("5", "Client DHCP failure", "Clients", "Minor", "Client 00:11:22:33:44:55 (kari) failed");
        assertEquals(List.of(), adapter.snapshot().alerts());
    }

    @Test
    void deferredAlertIsAcknowledgedOrClosed() throws Exception {
        twoAps();
        String id = central.raise("102", "AP CPU Utilization", "System", "Major", "high");
        clock.advance(Duration.ofMinutes(5));
        central.setStatus(id, "Deferred", "kari");
        Alert deferred = only();
        Acknowledgement given = deferred.acknowledgement().orElseThrow();
        assertEquals("kari", given.actor());
        assertEquals(BEGIN.plusSeconds(300), given.at());
        clock.advance(Duration.ofMinutes(5));
        central.change(id, alert -> alert.updated(clock.instant(), "ola"));
        assertSame(deferred, only(), "another time would be another acknowledgement");
        central.setStatus(id, "Active", null);
        assertTrue(only().acknowledgement().isEmpty());

        use(true, CentralConfig.Deferred.CLOSED, Duration.ZERO);
        assertEquals(1, adapter.snapshot().alerts().size());
        central.setStatus(id, "Deferred", "kari");
        Snapshot closed = adapter.snapshot();
        assertEquals(List.of(), closed.alerts());
        assertEquals("1 (deferred 1)", closed.leftOut().summary());
    }

    @Test
    void accessPointThatIsNotDownForLongIsLeftOut() throws Exception {
        twoAps();
        use(true, CentralConfig.Deferred.ACKNOWLEDGED, Duration.ofMinutes(5));
        central.down("CN1");
        Snapshot young = adapter.snapshot();
        assertEquals(List.of(), young.alerts());
        assertEquals("1 (ap_down_for 1)", young.leftOut().summary());
        clock.advance(Duration.ofMinutes(5));
        assertEquals("0", adapter.snapshot().leftOut().summary());
    }

    @Test
    void clearedAlertThatIsListedIsNotOpen() throws Exception {
        twoAps();
        central.fault("alerts", StandInFault.IGNORES_FILTER);
        String id = central.raise("102", "AP CPU Utilization", "System", "Major", "high");
        assertEquals(1, adapter.snapshot().alerts().size());
        central.setStatus(id, "Cleared", null);
        Snapshot found = adapter.snapshot();
        assertEquals(List.of(), found.alerts());
        assertEquals(Map.of(), found.unknownScopes());
    }

    @Test
    void alertWithoutATimeBeginsWhenItIsSeen() throws Exception {
        twoAps();
        String id = central.raise("102", "AP CPU Utilization", "System", "Major", "high");
        central.change(id, alert -> alert.createdAt("yesterday"));
        Alert first = only();
        assertEquals(BEGIN, first.startedAt());
        clock.advance(Duration.ofMinutes(1));
        assertSame(first, only());
    }

    @Test
    void tokenIsUsedUntilItIsAboutToEnd() throws Exception {
        central.tokenLife(60);
        adapter.snapshot();
        clock.advance(Duration.ofSeconds(53));
        adapter.snapshot();
        assertEquals(1, requests("token"));
        clock.advance(Duration.ofSeconds(1));
        adapter.snapshot();
        assertEquals(2, requests("token"));
        assertEquals(
                0,
                central.log().stream()
                        .filter(line -> line.contains(StandInCentral.CLIENT_SECRET))
                        .count());
    }

    @Test
    void refusedTokenIsReplacedOnce() throws Exception {
        twoAps();
        central.down("CN1");
        only();
        central.expireTokens();
        only();
        assertEquals(2, requests("token"));

        central.fault("network", StandInFault.REFUSED);
        SourceException refused = assertThrows(SourceException.class, adapter::snapshot);
        assertEquals(SourceException.Kind.UNAUTHORIZED, refused.kind());
        assertEquals(3, requests("token"));
        central.fault(StandInFault.NONE);
        only();
    }

    @Test
    void refusedCredentialsAreNamedWithoutTheSecret() {
        central.fault("token", StandInFault.REFUSED);
        SourceException e = assertThrows(SourceException.class, adapter::snapshot);
        assertEquals(SourceException.Kind.UNAUTHORIZED, e.kind());
        assertEquals(
                "POST " + central.tokenUrl()
                        + ": 401 (invalid_client): check 'client_id', 'client_secret' and 'token_url'",
                e.getMessage());
    }

    @Test
    void missingRightsAreUnauthorized() throws Exception {
        twoAps();
        adapter.snapshot();
        central.fault(ALERTS, StandInFault.FORBIDDEN);
        SourceException e = assertThrows(SourceException.class, adapter::snapshot);
        assertEquals(SourceException.Kind.UNAUTHORIZED, e.kind());
        assertTrue(String.valueOf(e.getMessage()).contains("a role that may view"), e::toString);
    }

    @Test
    void spentQuotaIsWaitedFor() throws Exception {
        central.quota(3);
        adapter.snapshot();
        assertTrue(adapter.health().problem().isEmpty(), "a third is left");
        SourceException e = assertThrows(SourceException.class, adapter::snapshot);
        assertEquals(SourceException.Kind.RATE_LIMITED, e.kind());
        assertEquals(Duration.ofMinutes(20), e.retryAfter().orElseThrow());
    }

    @Test
    void scarceQuotaIsShown() throws Exception {
        central.quota(20);
        for (int i = 0; i < 9; i++) {
            adapter.snapshot();
        }
        assertTrue(adapter.health().problem().isEmpty());
        adapter.snapshot();
        assertTrue(
                adapter.health().problem().orElse("").startsWith("Central permits only 0 of 20 requests until 2026"),
                () -> String.valueOf(adapter.health().problem()));
    }

    /** The other list is read, and nothing of this one ends. */
    @ParameterizedTest
    @EnumSource(names = {"HALF", "LATER_PAGES_FAIL", "NEXT_LOOPS", "TRUNCATED", "GARBAGE", "NOTHING", "DOWN", "ERROR"})
    void unreadableListEndsNothing(StandInFault fault) throws Exception {
        central.pageSize(2);
        for (int i = 0; i < 5; i++) {
            central.addAp("CN" + i, "ap-" + i, "Biblioteket");
            central.down("CN" + i);
            central.raise("102", "AP CPU Utilization", "System", "Major", "high on ap-" + i);
        }
        Snapshot before = adapter.snapshot();
        assertEquals(10, before.alerts().size());
        for (String path : List.of(AP, ALERTS)) {
            central.fault(path, fault);
            Snapshot found = adapter.snapshot();
            String scope = path.equals(AP) ? "access-points" : "alerts";
            assertEquals(Set.of(scope), found.unknownScopes().keySet());
            assertEquals(List.of(), found.endings());
            assertTrue(
                    found.alerts()
                            .containsAll(before.alerts().stream()
                                    .filter(alert ->
                                            !alert.scope().orElseThrow().equals(scope))
                                    .toList()),
                    "the alerts of the other list are there, with all their tags");
            central.fault(StandInFault.NONE);
            assertEquals(before, adapter.snapshot());
        }
        central.fault("network", fault);
        if (fault != StandInFault.HALF) {
            assertThrows(SourceException.class, adapter::snapshot);
        }
    }

    @Test
    void pagesThatGoOnWithoutRowsAreNotFollowed() throws Exception {
        twoAps();
        central.down("CN1");
        central.fault("network", StandInFault.NEXT_GOES_ON);
        Snapshot found = adapter.snapshot();
        assertEquals(1, found.alerts().size());
        assertEquals(Map.of(), found.unknownScopes());
        assertEquals(2, requests(AP));
    }

    @Test
    void listThatIsSuddenlyEmptyIsBelievedTheSecondTime() throws Exception {
        twoAps();
        central.down("CN1");
        String id = central.raise("102", "AP CPU Utilization", "System", "Major", "high on ap-2");
        Alert alert = adapter.snapshot().alerts().get(1);
        assertEquals("alert:" + id, alert.id().key());
        central.fault(AP, StandInFault.EMPTY);
        Snapshot found = adapter.snapshot();
        assertEquals(Set.of("access-points"), found.unknownScopes().keySet());
        assertEquals(List.of(), found.endings());
        assertEquals(List.of(alert), found.alerts(), "it keeps its tags");
        Snapshot again = adapter.snapshot();
        assertEquals(Map.of(), again.unknownScopes());
        assertEquals(1, again.endings().size());
        central.fault(StandInFault.NONE);
        assertEquals(2, adapter.snapshot().alerts().size());
    }

    @Test
    void twoThousandAccessPointsAreReadWithSixRequests() throws Exception {
        for (int i = 0; i < 2000; i++) {
            central.addAp("CN" + i, "ap-" + i, "site-" + i / 120);
        }
        for (int i = 0; i < 300; i++) {
            central.down("CN" + i);
            central.raise("102", "AP CPU Utilization", "System", "Major", "high on ap-" + i);
        }
        assertEquals(600, adapter.snapshot().alerts().size());
        assertEquals(1 + 2 + 3, central.log().size(), "one for the token, pages of 1000 access points and 100 alerts");
        adapter.snapshot();
        assertEquals(11, central.log().size());
    }

    @Test
    void onlyAlertsAreCleared() throws Exception {
        twoAps();
        central.down("CN1");
        String id = central.raise("102", "AP CPU Utilization", "System", "Major", "high");
        for (Alert alert : adapter.snapshot().alerts()) {
            adapter.deliver(Feedback.builder(alert.id(), Feedback.Kind.CLOSED, BEGIN)
                    .actor("kari")
                    .text("done")
                    .build());
        }
        assertEquals("Cleared", central.status(id));
        assertEquals(1, requests("clear"));
        assertEquals("ap:CN1", only().id().key());
        central.fault("clear", StandInFault.FORBIDDEN);
        Feedback again = Feedback.builder(AlertId.unique("alert:" + id), Feedback.Kind.CLOSED, BEGIN)
                .build();
        assertThrows(SourceException.class, () -> adapter.deliver(again));
    }

    @ParameterizedTest
    @CsvSource({"HEX,true", "PREFIXED,true", "BASE64,true", "WRONG,false", "NONE,false"})
    void webhookIsCheckedInEachNotation(String notation, boolean good) throws Exception {
        twoAps();
        byte[] body = central.webhook("CN1");
        String base64 = StandInCentral.signature(body);
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        String sent = switch (notation) {
            case "HEX" -> hex;
            case "PREFIXED" -> "sha256=" + hex;
            case "BASE64" -> base64;
            default -> hex.replace('a', 'b').replace('1', '2');
        };
        Map<String, List<String>> headers =
                notation.equals("NONE") ? Map.of() : Map.of(StandInCentral.SIGNATURE_HEADER, List.of(sent));
        assertEquals(good, context.webhookCheck().orElseThrow().isAuthentic(WebhookRequest.of(headers, body)));
    }

    @Test
    void webhookOnlyAsksForASnapshot() throws Exception {
        byte[] body = "{\"alertId\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        context.webhook().orElseThrow().onRequest(WebhookRequest.of(Map.of(), body));
        assertEquals(1, context.snapshotRequests());
        assertFalse(central.log().stream().anyMatch(line -> line.contains("network")));
    }
}
