package org.example.nav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.NoticeContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import io.github.argusglue.spi.testing.WebhookContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Runs the tests of the kit with a simulated NAV, and tests what the event engine adds. */
class NavContractTest extends SourceAdapterFailureContract<NavConfig>
        implements AcknowledgementContract,
                AdoptContract,
                EndingsContract,
                NoticeContract,
                SuppressionContract,
                WebhookContract {

    @Override
    protected SourceAdapterFactory<NavConfig> factory() {
        return new NavAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new FakeNav(clock());
    }

    @Override
    protected NavConfig config(FakeSystem system) {
        return config(((FakeNav) system).url(), true, false, Duration.ZERO);
    }

    private static NavConfig config(URI url, boolean stateless, boolean onMaintenance, Duration atLeast) {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(5))
                .token(Secret.of(FakeNav.TOKEN))
                .build();
        return new NavConfig(HttpEndpoint.of(url, access), FakeNav.ZONE.getId(), stateless, onMaintenance, atLeast);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(PartitionedSystem.class, "all alerts are one list");
    }

    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        return OpenIncident.of(
                alert.id().key(), alert.startedAt(), "box down", List.of(), Map.of(), URI.create("/search/event/1"));
    }

    /** One adapter and one simulated NAV. */
    @Nested
    class Engine {
        private final FakeNav nav = new FakeNav(clock());
        private final TestState state = new TestState();
        private TestContext context = new TestContext("nav", clock(), state);
        private SourceAdapter adapter;

        @BeforeEach
        void create() throws Exception {
            start(true, false);
        }

        private void start(boolean stateless, boolean onMaintenance) throws Exception {
            start(stateless, onMaintenance, Duration.ZERO);
        }

        private void start(boolean stateless, boolean onMaintenance, Duration atLeast) throws Exception {
            adapter = new NavAdapterFactory().create(config(nav.url(), stateless, onMaintenance, atLeast), context);
            adapter.start();
        }

        private void startAgain(boolean stateless, boolean onMaintenance, Duration atLeast) throws Exception {
            adapter.close();
            renew();
            start(stateless, onMaintenance, atLeast);
        }

        private void renew() {
            context.close();
            context = new TestContext("nav", clock(), state);
        }

        @AfterEach
        void close() throws Exception {
            adapter.close();
            context.close();
            nav.close();
        }

        private void say(WebhookRequest event) {
            context.webhook().orElseThrow().onRequest(event);
        }

        private Alert only() throws Exception {
            List<Alert> alerts = adapter.snapshot().alerts();
            assertEquals(1, alerts.size());
            return alerts.get(0);
        }

        @Test
        void alertOfADeviceIsShown() throws Exception {
            nav.open("one");
            Alert alert = only();
            assertEquals(AlertId.unique("1000"), alert.id());
            assertEquals("gw1.example.org: Box declared down.", alert.description());
            assertEquals(Severity.HIGH, alert.severity());
            assertEquals(clock().instant(), alert.startedAt());
            assertEquals(
                    "[event_type=boxState, alert_type=boxDown, host=gw1.example.org, room=b-101, location=oslo,"
                            + " organization=noc, host_url=/ipdevinfo/gw1.example.org/]",
                    alert.tags().toString());
            assertEquals(nav.url() + "/search/event/1000", alert.detailsUrl().orElseThrow().toString());
        }

        @Test
        void alertOfAnInterfaceIsShown() throws Exception {
            nav.open("one");
            nav.alert("one").put("subject_type", "Interface").put("subid", "7").putNull("alert_type");
            assertEquals(
                    "[event_type=boxState, host=gw1.example.org, room=b-101, location=oslo, organization=noc,"
                            + " interface=ge-0/0/1]",
                    only().tags().toString());
            assertEquals("gw1.example.org: Whether a box is up.", only().description());
        }

        @Test
        void alertWithoutADeviceIsShown() throws Exception {
            nav.open("one");
            nav.alert("one").put("subject_type", "Service").putNull("netbox").putNull("on_maintenance");
            assertEquals("[event_type=boxState, alert_type=boxDown]", only().tags().toString());
            assertTrue(only().suppression().isEmpty());
        }

        /** NAV leaves both out, unless it is asked for them. */
        @Test
        void alertsThatWereAcknowledgedOrOnMaintenanceBeforeAreShown() throws Exception {
            nav.open("one");
            nav.acknowledge("one", "kari", "on it");
            assertEquals("kari", only().acknowledgement().orElseThrow().actor());
            nav.end("one");
            nav.open("two");
            nav.suppress("two");
            assertEquals("on maintenance in NAV", only().suppression().orElseThrow().reason());
        }

        private void openTwoPages() {
            for (int i = 0; i <= nav.pageSize(); i++) {
                nav.open("problem " + i);
            }
        }

        /** What ends on the first page moves an alert from the second page to the first, where nobody looks again. */
        @Test
        void alertThatIsBetweenThePagesIsNotOver() throws Exception {
            openTwoPages();
            List<Alert> before = adapter.snapshot().alerts();
            nav.betweenPages(() -> {
                nav.betweenPages(() -> {});
                nav.end("problem 3");
                nav.open("another");
            });
            assertTrue(adapter.snapshot().alerts().containsAll(before));
        }

        /** A new alert at the beginning moves another from the first page to the second: it is in both. */
        @Test
        void listWithAnAlertOnTwoPagesIsReadAgain() throws Exception {
            openTwoPages();
            nav.listNewestFirst();
            nav.betweenPages(() -> {
                nav.betweenPages(() -> {});
                nav.open("another");
            });
            assertEquals(nav.pageSize() + 2, adapter.snapshot().alerts().size());
        }

        @Test
        void listThatAlwaysChangesIsAFailure() throws Exception {
            openTwoPages();
            nav.listNewestFirst();
            nav.betweenPages(() -> nav.open("another"));
            SourceException failure = assertThrows(SourceException.class, () -> adapter.snapshot());
            assertTrue(failure.getMessage().contains("the list changed while it was read"), failure.getMessage());
            nav.betweenPages(() -> {});
            assertEquals(nav.pageSize() + 4, adapter.snapshot().alerts().size());
        }

        @Test
        void lastPageThatIsGoneMeansThatTheListHasChanged() throws Exception {
            openTwoPages();
            nav.betweenPages(() -> {
                nav.betweenPages(() -> {});
                nav.end("problem 3");
            });
            assertEquals(nav.pageSize(), adapter.snapshot().alerts().size());
        }

        @Test
        void deviceIsReadAgainAfterAWhileOnly() throws Exception {
            nav.open("one");
            adapter.snapshot();
            int before = nav.requests();
            adapter.snapshot();
            assertEquals(1, nav.requests() - before, "the list");
            clock().advance(Duration.ofMinutes(16));
            adapter.snapshot();
            assertEquals(3, nav.requests() - before, "the list, and the device");
        }

        @Test
        void maintenanceItselfIsSuppressed() throws Exception {
            nav.open("one");
            nav.alert("one").withObject("/event_type").put("id", "maintenanceState");
            assertTrue(only().suppression().isPresent());
        }

        @Test
        void messageOfTheEngineIsTheDescriptionAlsoInTheNextAdapter() throws Exception {
            nav.open("one");
            say(nav.event("one", "s", "box down gw1.example.org 192.0.2.1"));
            assertEquals("box down gw1.example.org 192.0.2.1", only().description());
            adapter.close();
            renew();
            start(true, false);
            assertEquals("box down gw1.example.org 192.0.2.1", only().description());
        }

        @Test
        void endIsReportedWithTheTimeAndTextOfTheEngine() throws Exception {
            nav.open("one");
            only();
            nav.end("one");
            Instant end = clock().instant();
            say(nav.event("one", "e", "box up gw1.example.org"));
            clock().advance(Duration.ofSeconds(3));
            Ending expected = Ending.reported(AlertId.unique("1000"), end, "box up gw1.example.org");
            assertEquals(List.of(expected), adapter.snapshot().endings());
            assertEquals(List.of(), adapter.snapshot().endings());
        }

        @Test
        void endThatNobodySaidHasTheTimeOfTheDatabaseAlsoInTheNextAdapter() throws Exception {
            nav.open("one");
            only();
            adapter.close();
            nav.end("one");
            Instant end = clock().instant();
            clock().advance(Duration.ofHours(1));
            renew();
            start(true, false);
            Ending expected = Ending.reported(AlertId.unique("1000"), end, "ended in NAV");
            assertEquals(List.of(expected), adapter.snapshot().endings());
        }

        /** The engine exports an event before its transaction is committed. */
        @Test
        void endIsLookedAtAgainUntilTheDatabaseHasIt() throws Exception {
            nav.open("one");
            only();
            say(nav.event("one", "e", "box up"));
            int before = context.snapshotRequests();
            assertEquals(1, adapter.snapshot().alerts().size());
            awaitRequests(before + 1);
            nav.end("one");
            Snapshot after = adapter.snapshot();
            assertEquals(List.of(), after.alerts());
            assertEquals("box up", after.endings().get(0).reason());
        }

        @Test
        void startIsLookedForAgainAndForgottenAfterAMinute() throws Exception {
            nav.open("one");
            WebhookRequest event = nav.event("one", "s", "box down");
            nav.forget("one");
            say(event);
            int before = context.snapshotRequests();
            assertEquals(List.of(), adapter.snapshot().alerts());
            awaitRequests(before + 1);
            clock().advance(Duration.ofSeconds(61));
            adapter.snapshot();
            int requests = nav.requests();
            adapter.snapshot();
            assertEquals(1, nav.requests() - requests, "only the list");
        }

        private void awaitRequests(int count) throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (context.snapshotRequests() < count) {
                assertTrue(System.nanoTime() < deadline, "no snapshot is requested");
                Thread.onSpinWait();
            }
        }

        @Test
        void alertThatIsSoonOverIsShownForAWhile() throws Exception {
            startAgain(true, false, Duration.ofSeconds(20));
            nav.open("one");
            say(nav.event("one", "s", "box down"));
            nav.end("one");
            Instant end = clock().instant();
            say(nav.event("one", "e", "box up"));
            assertEquals("box down", only().description());
            clock().advance(Duration.ofSeconds(19));
            assertEquals("box down", only().description());
            clock().advance(Duration.ofSeconds(1));
            Snapshot after = adapter.snapshot();
            assertEquals(List.of(), after.alerts());
            assertEquals(List.of(Ending.reported(AlertId.unique("1000"), end, "box up")), after.endings());
            assertEquals(List.of(), adapter.snapshot().alerts());
        }

        @Test
        void timeThatASnapshotTakesDoesNotCount() throws Exception {
            startAgain(true, false, Duration.ofSeconds(20));
            nav.open("one");
            nav.open("two");
            nav.alert("two").put("subject_type", "Interface").put("subid", "7");
            nav.whenAnInterfaceIsRead(() -> clock().advance(Duration.ofSeconds(30)));
            assertEquals(2, adapter.snapshot().alerts().size());
            nav.end("one");
            clock().advance(Duration.ofSeconds(19));
            assertEquals(2, adapter.snapshot().alerts().size());
            clock().advance(Duration.ofSeconds(1));
            assertEquals(1, adapter.snapshot().alerts().size());
        }

        @Test
        void alertThatIsSoonOverNeedNotBeShown() throws Exception {
            nav.open("one");
            say(nav.event("one", "s", "box down"));
            nav.end("one");
            say(nav.event("one", "e", "box up"));
            assertEquals(Snapshot.complete(List.of()), adapter.snapshot());
        }

        @Test
        void statelessAlertHasItsMessage() throws Exception {
            nav.happen("one");
            say(nav.event("one", "x", "gw1 does not answer"));
            assertEquals(List.of(), adapter.snapshot().alerts());
            Notice notice = context.notices().get(0);
            assertEquals("1000", notice.id());
            assertEquals("gw1 does not answer", notice.description());
            assertTrue(nav.lastQuery().endsWith("&stateless=on&stateless_threshold=1"), nav.lastQuery());
        }

        @Test
        void statelessAlertsAreNotWanted() throws Exception {
            startAgain(false, false, Duration.ZERO);
            nav.happen("one");
            say(nav.event("one", "x", "gw1 does not answer"));
            adapter.snapshot();
            assertEquals(List.of(), context.notices());
        }

        @Test
        void statelessAlertOnMaintenanceIsShownOnRequestOnly() throws Exception {
            nav.happen("one");
            nav.suppress("one");
            adapter.snapshot();
            nav.unsuppress("one");
            adapter.snapshot();
            assertEquals(List.of(), context.notices(), "not when the maintenance is over, either");
            startAgain(true, true, Duration.ZERO);
            adapter.snapshot();
            assertEquals(1, context.notices().size());
        }

        @Test
        void statelessAlertThatTheEngineSaysIsOnMaintenanceIsNotShown() throws Exception {
            nav.happen("one");
            nav.suppress("one");
            say(nav.event("one", "x", "gw1 does not answer"));
            nav.unsuppress("one");
            adapter.snapshot();
            clock().advance(Duration.ofMinutes(5));
            adapter.snapshot();
            assertEquals(List.of(), context.notices());
        }

        @Test
        void eventsWithoutAnAlertAreIgnoredAndOthersRefused() {
            nav.open("one");
            String event = new String(nav.event("one", "s", "x").body(), UTF_8);
            int before = context.snapshotRequests();
            say(body(event.replaceAll("\"history\":[0-9]+", "\"history\":null")));
            assertEquals(before, context.snapshotRequests());
            say(body(event.strip() + event));
            assertEquals(before + 1, context.snapshotRequests());
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> say(body(event + event + "{\"history\": 5}")));
            assertTrue(refused.getMessage().startsWith("object 3 is not an event of NAV: "), refused.getMessage());
        }

        private WebhookRequest body(String text) {
            return WebhookRequest.of(Map.of(), text.getBytes(UTF_8));
        }
    }
}
