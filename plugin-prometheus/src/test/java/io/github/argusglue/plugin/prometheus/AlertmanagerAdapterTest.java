package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.SuppressionConfig.Suppressed;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole adapter with a simulated cluster of two members and a simulated clock. */
class AlertmanagerAdapterTest {
    private static final Map<String, String> LINK =
            Map.of("alertname", "LinkDown", "ifName", "xe-0/0/1", "device", "sw1", "severity", "Critical");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final StandInAlertmanager system = StandInAlertmanager.start(clock, 2, Duration.ofMinutes(1));
    private final PrometheusConfigBuilder config = new PrometheusConfigBuilder(system.urls());
    private final TestState state = new TestState();
    private AlertmanagerAdapter adapter = adapter();

    @BeforeEach
    void watchdog() {
        system.fireWatchdog();
    }

    @AfterEach
    void close() {
        adapter.close();
        system.close();
    }

    private AlertmanagerAdapter adapter() {
        return new AlertmanagerAdapter(config.build(), new TestContext("prom", clock, state));
    }

    /** Replaces the adapter by a new one, as after a reload, a restart, or an interrupted call. */
    private void restartAdapter() throws SourceException {
        adapter.close();
        adapter = adapter();
        adapter.start();
    }

    private List<String> fire(String cluster, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> system.fire(Map.of("alertname", "Down", "cluster", cluster, "device", "d" + i), Map.of()))
                .toList();
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

    @Test
    void mapsAllFields() throws Exception {
        String fingerprint = system.fire(LINK, Map.of("summary", "link xe-0/0/1\nis down"));
        Alert alert = only();
        assertEquals(fingerprint + "@20261120T120000Z", alert.id().value());
        assertEquals(Instant.parse("2026-11-20T12:00:00Z"), alert.startedAt());
        assertEquals("LinkDown: link xe-0/0/1 is down", alert.description());
        assertEquals(Severity.CRITICAL, alert.severity());
        assertEquals(
                List.of(
                        new Tag("alertname", "LinkDown"),
                        new Tag("device", "sw1"),
                        new Tag("if_name", "xe-0/0/1"),
                        new Tag("severity", "Critical")),
                alert.tags());
        assertEquals(LINK, alert.metadata().get("labels"));
        assertTrue(alert.detailsUrl().orElseThrow().toString().startsWith("http://prometheus.example.org:9090/graph"));
        assertEquals(Optional.empty(), alert.heldReason());
    }

    @Test
    void unchangedAlertIsTheSameObject() throws Exception {
        system.fire(LINK, Map.of("summary", "down"));
        Alert first = only();
        for (int i = 0; i < 30; i++) {
            assertSame(first, only());
        }
    }

    @Test
    void changedTextUpdatesTheAlertButChangedNumbersDoNot() throws Exception {
        system.fire(LINK, Map.of("summary", "disk is 91.5% full, 12k left"));
        Alert first = only();
        system.fire(LINK, Map.of("summary", "disk is 99% full, 1.5M left", "description", "value 17"));
        assertSame(first, only());
        system.fire(LINK, Map.of("summary", "disk is read-only"));
        Alert changed = only();
        assertEquals("LinkDown: disk is read-only", changed.description());
        assertEquals(first.id(), changed.id());
    }

    @Test
    void resolvedAlertHasAnEndingWithItsTime() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        AlertId id = only().id();
        system.resolve(fingerprint);
        Snapshot snapshot = next();
        assertEquals(List.of(), snapshot.alerts());
        Ending ending = snapshot.endings().get(0);
        assertEquals(id, ending.alertId());
        assertEquals(Instant.parse("2026-11-20T12:00:30Z"), ending.endedAt());
        assertEquals("resolved", ending.reason());
        assertEquals(Ending.Evidence.INFERRED, ending.evidence(), "absence is not an end");
        assertEquals(Optional.empty(), snapshot.partialReason());
        assertEquals(List.of(), next().endings());
    }

    /**
     * The core confirms many endings with a later snapshot; in a partial one, only an ending that it contains counts.
     */
    @Test
    void inferredEndingIsRepeatedWhileSnapshotsArePartial() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        only();
        system.restart(0);
        system.restart(1);
        clock.advance(Duration.ofMinutes(1));
        AlertId id = only().id();
        system.resolve(fingerprint);
        for (int i = 0; i < 3; i++) {
            Snapshot partial = next();
            assertTrue(partial.partialReason().isPresent());
            assertEquals(
                    List.of(id), partial.endings().stream().map(Ending::alertId).toList());
            assertEquals(Ending.Evidence.INFERRED, partial.endings().get(0).evidence());
        }
        system.fire(LINK, Map.of());
        assertEquals(List.of(), next().endings(), "it fires again");
        assertEquals(List.of(), next().endings());
    }

    @Test
    void changedStartKeepsTheAlert() throws Exception {
        system.fire(LINK, Map.of());
        Alert before = only();
        system.stopPrometheus();
        clock.advance(Duration.ofMinutes(10));
        Alert held = next().alerts().get(0);
        assertEquals(before.id(), held.id());
        assertTrue(
                held.heldReason().orElse("").contains("not sent"),
                held.heldReason().toString());
        system.startPrometheus();
        assertSame(before, only());
    }

    @Test
    void restartOfAllMembersClosesNothing() throws Exception {
        system.fire(LINK, Map.of());
        Alert before = only();
        clock.advance(Duration.ofSeconds(20));
        system.restart(0);
        system.restart(1);
        Snapshot cold = next();
        assertTrue(
                cold.partialReason().orElse("").contains("was started at"),
                cold.partialReason().toString());
        assertEquals(List.of(), cold.endings());
        assertTrue(cold.alerts().get(0).heldReason().isPresent());
        clock.advance(Duration.ofMinutes(1));
        assertSame(before, only());
    }

    @Test
    void snapshotIsCompleteIfOneMemberIsDown() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        only();
        system.fault(1, AlertmanagerFault.DOWN);
        Snapshot snapshot = next();
        assertEquals(Optional.empty(), snapshot.partialReason());
        assertTrue(adapter.health()
                .problem()
                .orElse("")
                .contains(system.urls().get(1).toString()));
        system.resolve(fingerprint);
        assertEquals(1, next().endings().size());
        system.fault(1, AlertmanagerFault.NONE);
        next();
        assertEquals(Optional.empty(), adapter.health().problem());
    }

    @Test
    void failureNamesAllMembers() throws Exception {
        system.fire(LINK, Map.of());
        only();
        system.fault(0, AlertmanagerFault.DOWN);
        system.fault(1, AlertmanagerFault.BUSY);
        SourceException failure = assertThrows(SourceException.class, this::next);
        assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
        system.urls().forEach(url -> assertTrue(failure.toString().contains(url.toString()), failure.toString()));
        system.fault(0, AlertmanagerFault.UNAUTHORIZED);
        assertEquals(
                SourceException.Kind.UNAUTHORIZED,
                assertThrows(SourceException.class, this::next).kind());
        system.fault(0, AlertmanagerFault.BUSY);
        SourceException busy = assertThrows(SourceException.class, this::next);
        assertEquals(SourceException.Kind.RATE_LIMITED, busy.kind());
        assertTrue(busy.retryAfter().isPresent());
    }

    @Test
    void hangingMemberTimesOutAndTheOtherIsUsed() throws Exception {
        config.timeout(Duration.ofSeconds(2));
        adapter = adapter();
        system.fire(LINK, Map.of());
        system.fault(0, AlertmanagerFault.HANG);
        assertEquals(1, next().alerts().size());
        assertTrue(adapter.health().problem().orElse("").contains("no complete response within 2s"));
    }

    @Test
    void silenceBecomesATag() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        Alert before = only();
        system.silence(fingerprint, "5f1c");
        assertTrue(only().tags().contains(new Tag("silenced", "5f1c")));
        system.unsilence(fingerprint);
        assertEquals(before, only());
    }

    @Test
    void droppedAlertIsNeitherOpenedNorClosed() throws Exception {
        config.silenced(Suppressed.DROP);
        adapter = adapter();
        String fingerprint = system.fire(LINK, Map.of());
        system.silence(fingerprint, "5f1c");
        Alert silenced = only();
        assertEquals("silenced in Alertmanager by 5f1c", silenced.heldReason().orElse(""));
        assertSame(silenced, only());
        system.unsilence(fingerprint);
        Alert open = only();
        assertEquals(Optional.empty(), open.heldReason());
        system.silence(fingerprint, "5f1d");
        assertTrue(only().heldReason().isPresent());
        system.resolve(fingerprint);
        assertEquals(1, next().endings().size());
    }

    @Test
    void loweredAlertIsLessSevere() throws Exception {
        config.inhibited(Suppressed.LOWER);
        adapter = adapter();
        String fingerprint = system.fire(LINK, Map.of());
        system.inhibit(fingerprint, "0123456789abcdef");
        assertEquals(Severity.INFORMATION, only().severity());
    }

    @Test
    void inhibitedAlertIsHeld() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        system.inhibit(fingerprint, "0123456789abcdef");
        assertEquals(
                "inhibited in Alertmanager by 0123456789abcdef",
                only().heldReason().orElse(""));
    }

    @Test
    void youngAlertIsHeld() throws Exception {
        config.minAge(Duration.ofMinutes(1));
        adapter = adapter();
        system.fire(LINK, Map.of());
        assertTrue(only().heldReason().orElse("").contains("min_age"));
        clock.advance(Duration.ofSeconds(45));
        assertEquals(Optional.empty(), only().heldReason());
    }

    @Test
    void newAdapterDoesNotTrustAnEmptyList() throws Exception {
        system.fire(LINK, Map.of());
        system.stopPrometheus();
        clock.advance(Duration.ofMinutes(5));
        adapter = adapter();
        Snapshot snapshot = next();
        assertEquals(List.of(), snapshot.alerts());
        assertTrue(snapshot.partialReason().orElse("").contains("Prometheus may be down"));
        clock.advance(Duration.ofMinutes(30));
        assertEquals(Optional.empty(), next().partialReason());
    }

    @Test
    void newAdapterKeepsHolding() throws Exception {
        List<String> held = fire("a", 15);
        next();
        held.forEach(fingerprint -> system.repeat(fingerprint, false));
        clock.advance(Duration.ofMinutes(5));
        assertEquals(15, held(next()).size());
        restartAdapter();
        Snapshot snapshot = next();
        assertEquals(Set.copyOf(held), held(snapshot), snapshot.partialReason().toString());
        assertEquals(List.of(), snapshot.endings());
        Alert one = snapshot.alerts().get(0);
        assertTrue(one.tags().contains(new Tag("cluster", "a")), "rules need its tags");
    }

    private static Set<String> held(Snapshot snapshot) {
        return snapshot.alerts().stream()
                .filter(alert -> alert.heldReason().isPresent())
                .map(alert -> alert.id().key())
                .collect(Collectors.toSet());
    }

    @Test
    void alertsOfAPrometheusThatWentDownWhileNotWatchedAreHeld() throws Exception {
        config.originLabels("cluster");
        adapter = adapter();
        List<String> dead = fire("dead", 15);
        List<String> live = fire("live", 2);
        next();
        dead.forEach(fingerprint -> system.repeat(fingerprint, false));
        restartAdapter();
        system.resolve(live.get(0));
        clock.advance(Duration.ofMinutes(10));
        Snapshot snapshot = next();
        assertEquals(Set.copyOf(dead), held(snapshot));
        assertEquals(
                List.of(live.get(0)),
                snapshot.endings().stream()
                        .map(ending -> ending.alertId().key())
                        .toList(),
                "of the others it is known that this one is over");
        clock.advance(Duration.ofDays(3));
        assertEquals(Set.copyOf(dead), held(next()));
    }

    @Test
    void silentPrometheusHasItsOwnIncident() throws Exception {
        config.originLabels("cluster");
        adapter = adapter();
        List<String> dead = fire("dead", 3);
        String live = system.fire(LINK, Map.of());
        next();
        dead.forEach(fingerprint -> system.repeat(fingerprint, false));
        clock.advance(Duration.ofMinutes(5));
        Snapshot snapshot = next();
        Instant since = Instant.parse("2026-11-20T12:00:00Z");
        Alert alarm = silent(snapshot);
        assertEquals(
                "No alerts received from Prometheus http://prometheus.example.org:9090 cluster=dead since"
                        + " 2026-11-20T12:00:00Z: it is down or starting, cannot reach Alertmanager, or has"
                        + " lost its rules."
                        + " Its incidents stay open until it sends alerts again",
                alarm.description());
        assertEquals(Severity.CRITICAL, alarm.severity());
        snapshot.alerts().stream()
                .filter(alert -> dead.contains(alert.id().key()))
                .forEach(alert -> assertEquals(Optional.of(since), alert.unknownSince()));
        assertTrue(adapter.health().problem().orElse("").contains("cluster=dead"));
        restartAdapter();
        clock.advance(Duration.ofDays(2));
        assertEquals(alarm, silent(next()), "the same alert after a restart");

        dead.forEach(fingerprint -> system.repeat(fingerprint, true));
        clock.advance(Duration.ofMinutes(1));
        Snapshot heard = next();
        assertEquals(
                List.of(alarm.id()),
                heard.endings().stream().map(Ending::alertId).toList());
        assertEquals(Set.of(), held(heard));
        assertEquals(Optional.empty(), adapter.health().problem());
        assertTrue(heard.alerts().stream().anyMatch(alert -> alert.id().key().equals(live)));
    }

    private static Alert silent(Snapshot snapshot) {
        return snapshot.alerts().stream()
                .filter(alert -> alert.id().key().startsWith("silent/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(snapshot.alerts().toString()));
    }

    @Test
    void savesTheStateOnlyAfterChanges() throws Exception {
        fire("a", 3);
        next();
        int before = state.writes();
        for (int i = 0; i < 40; i++) {
            next();
        }
        assertEquals(before, state.writes());
        fire("b", 1);
        next();
        assertEquals(before + 1, state.writes());
    }

    @Test
    void savesTenThousandAlerts() throws Exception {
        config.timeout(Duration.ofSeconds(50));
        adapter = adapter();
        fire("a", 10_000);
        long begin = System.nanoTime();
        next();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        int bytes = state.get("trust").orElseThrow().length;
        System.out.println("10000 alerts of two members are " + bytes + " bytes; snapshot: " + took.toMillis() + " ms");
        assertTrue(bytes < 1 << 20, bytes + " bytes");
        restartAdapter();
        held(next());
        assertEquals(10_000, next().alerts().size());
    }

    @Test
    void levelLabelCanBeExcludedFromTheIdentity() throws Exception {
        config.identityExclude("severity");
        adapter = adapter();
        String warning = system.fire(Map.of("alertname", "X", "severity", "warning"), Map.of());
        assertEquals(Severity.ofLevel(3), only().severity());
        system.fire(Map.of("alertname", "X", "severity", "critical"), Map.of());
        assertEquals(Severity.CRITICAL, only().severity(), "the most severe level");
        system.resolve(warning);
        assertEquals(Severity.CRITICAL, only().severity());
    }

    @Test
    void missingWatchdogIsReported() throws Exception {
        next();
        assertEquals(Optional.empty(), adapter.health().problem());
        system.stopPrometheus();
        clock.advance(Duration.ofMinutes(5));
        assertEquals("PrometheusSilent", only().tags().get(0).value(), "the only alert of this Prometheus");
        assertTrue(adapter.health().problem().orElse("").contains("watchdog"));
    }

    @Test
    void replicasAreMerged() throws Exception {
        config.identityExclude("replica");
        adapter = adapter();
        String first = system.fire(Map.of("alertname", "X", "replica", "a"), Map.of());
        String second = system.fire(Map.of("alertname", "X", "replica", "b"), Map.of());
        Alert alert = only();
        assertEquals(List.of(new Tag("alertname", "X")), alert.tags());
        assertNotEquals(first, alert.id().key());
        system.resolve(first);
        assertEquals(alert.id(), only().id());
        assertEquals(
                Optional.of(alert.id().key()),
                adapter.adopt(reannz(second + "_1795000000")).map(AlertId::key));
        assertEquals(Optional.empty(), adapter.adopt(reannz(first + "_1795000000")));
        system.resolve(second);
        assertEquals(1, next().endings().size());
    }

    @Test
    void adoptsIncidentsOfPrometheusArgusGlue() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        AlertId listed = only().id();
        AlertId ownSilencesFound =
                adapter.adopt(reannz(fingerprint + "_1795000000")).orElseThrow();
        assertEquals(listed.key(), ownSilencesFound.key());
        assertEquals(
                Instant.ofEpochSecond(1795000000), ownSilencesFound.startedAt().orElseThrow());
        assertEquals(Optional.empty(), adapter.adopt(reannz("oslo-router1-42")));
        assertEquals(Optional.empty(), adapter.adopt(reannz(fingerprint + "_")));
    }

    private static OpenIncident reannz(String id) {
        return OpenIncident.of(id, Instant.EPOCH, "", List.of(), Map.of(), null);
    }

    @Test
    void sendsFilterReceiverAndHeaders() throws Exception {
        config.filter("severity!=\"none\"", "device=~\"sw.*\"")
                .receiver("noc|oncall")
                .headers(Map.of("X-Scope-OrgID", Secret.of("noc")))
                .user("jürgen");
        adapter = adapter();
        system.fire(LINK, Map.of());
        system.fire(Map.of("alertname", "Other"), Map.of());
        assertEquals("LinkDown", only().description());
        var request = system.requests().get(0);
        assertEquals(
                List.of("severity!=\"none\"", "device=~\"sw.*\""),
                request.query().get("filter"));
        assertEquals(List.of("noc|oncall"), request.query().get("receiver"));
        assertEquals("noc", request.headers().get("x-scope-orgid"));
        assertEquals("Basic asO8cmdlbjpww6Rzc3dvcmQ=", request.headers().get("authorization"));
    }

    @Test
    void invalidFilterIsExplained() {
        config.filter("severity is none");
        adapter = adapter();
        SourceException failure = assertThrows(SourceException.class, this::next);
        assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
        assertTrue(failure.toString().contains("check 'filter' and 'receiver'"), failure.toString());
        assertFalse(failure.toString().contains("?filter="), failure.toString());
    }

    @Test
    void tenThousandUnchangedAlertsAreTheSameObjects() throws Exception {
        config.timeout(Duration.ofSeconds(50));
        adapter = adapter();
        for (int i = 0; i < 10_000; i++) {
            system.fire(Map.of("alertname", "LinkDown", "device", "sw" + i), Map.of("summary", "down"));
        }
        List<Alert> first = next().alerts();
        long begin = System.nanoTime();
        List<Alert> again = next().alerts();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("snapshot of 10000 alerts of two members: " + took.toMillis() + " ms");
        assertEquals(10_000, first.size());
        for (int i = 0; i < first.size(); i++) {
            assertSame(first.get(i), again.get(i));
        }
    }
}
