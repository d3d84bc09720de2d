package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acknowledgements create silences and silences create acknowledgements, without echoes. */
class AckSilencesTest {
    private static final Map<String, String> LINK =
            Map.of("alertname", "LinkDown", "device", "sw1", "text", "\"quoted\" \\ and øre");
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final StandInAlertmanager system = StandInAlertmanager.start(clock, 2, Duration.ofMinutes(1));
    private final PrometheusConfigBuilder config = new PrometheusConfigBuilder(system.urls()).silenceAcks();
    private AlertmanagerAdapter adapter = adapter();

    private AlertmanagerAdapter adapter() {
        return new AlertmanagerAdapter(config.build(), new TestContext("prom", clock));
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

    private Snapshot next() throws SourceException, InterruptedException {
        clock.advance(Duration.ofSeconds(15));
        return adapter.snapshot();
    }

    private Alert only() throws SourceException, InterruptedException {
        Snapshot snapshot = next();
        assertEquals(1, snapshot.alerts().size(), snapshot.alerts().toString());
        return snapshot.alerts().get(0);
    }

    private Feedback feedback(Alert alert, Kind kind) {
        return Feedback.builder(alert.id(), kind, clock.instant())
                .incident(42)
                .actor("ana")
                .text("looking at it")
                .build();
    }

    private void deliver(Alert alert, Kind kind) throws SourceException, InterruptedException {
        adapter.feedback().orElseThrow().deliver(feedback(alert, kind));
    }

    @Test
    void isOffByDefault() {
        AlertmanagerAdapter plain = new AlertmanagerAdapter(
                new PrometheusConfigBuilder(system.urls()).build(), new TestContext("prom", clock));
        assertEquals(Optional.empty(), plain.feedback());
        plain.close();
        FeedbackSink sink = adapter.feedback().orElseThrow();
        assertEquals(EnumSet.of(Kind.ACKNOWLEDGED, Kind.UNACKNOWLEDGED), sink.accepts());
    }

    @Test
    void acknowledgementCreatesOneSilenceWithoutEcho() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(
                List.of("Acknowledged in Argus by ana: looking at it, https://argus.example.org/incidents/42/"
                        + " [argus-glue 00000000c0ffee00 prom " + fingerprint + "]"),
                system.silenceComments());
        assertEquals(List.of("ana (Argus)"), system.silencers());
        assertEquals(List.of(clock.instant().plus(Duration.ofHours(8))), system.silenceEnds());
        assertEquals(alert, only(), "neither tag nor acknowledgement");
        deliver(alert, Kind.UNACKNOWLEDGED);
        deliver(alert, Kind.UNACKNOWLEDGED);
        assertEquals(List.of(), system.silenceComments());
    }

    @Test
    void silenceEndsWithItsAcknowledgement() throws Exception {
        system.fire(LINK, Map.of());
        Alert alert = only();
        Instant until = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        FeedbackSink sink = adapter.feedback().orElseThrow();
        sink.deliver(Feedback.builder(alert.id(), Kind.ACKNOWLEDGED, clock.instant())
                .until(until)
                .build());
        assertEquals(List.of(until), system.silenceEnds());

        clock.advance(Duration.ofHours(1));
        only();
        assertEquals(List.of(until), system.silenceEnds(), "not renewed past the end");

        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(
                List.of(clock.instant().plus(Duration.ofHours(8))),
                system.silenceEnds(),
                "acknowledgement without an end");
        clock.advance(Duration.ofMinutes(30));
        sink.deliver(Feedback.builder(alert.id(), Kind.ACKNOWLEDGED, clock.instant())
                .until(until.minusSeconds(600))
                .build());
        assertEquals(List.of(until.minusSeconds(600)), system.silenceEnds(), "acknowledgement with an earlier end");
    }

    @Test
    void silenceIsRenewedUntilTheAlertEnds() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        Instant end = system.silenceEnds().get(0);
        clock.advance(Duration.ofHours(3));
        only();
        assertEquals(end, system.silenceEnds().get(0), "not before half of its duration");
        clock.advance(Duration.ofHours(2));
        only();
        assertEquals(
                List.of(clock.instant().plus(Duration.ofHours(8))), system.silenceEnds(), "the same silence, extended");
        system.resolve(fingerprint);
        assertEquals(1, next().endings().size());
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void silenceEndedByAPersonIsNotCreatedAgain() throws Exception {
        system.fire(LINK, Map.of());
        deliver(only(), Kind.ACKNOWLEDGED);
        system.endSilences();
        clock.advance(Duration.ofHours(5));
        only();
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void recognizesOwnSilencesAfterARestart() throws Exception {
        system.fire(LINK, Map.of());
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        adapter.close();
        config.ackSilenced();
        adapter = adapter();
        assertEquals(alert, only(), "own silence is not an acknowledgement");
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(1, system.silenceEnds().size());
        clock.advance(Duration.ofHours(5));
        only();
        assertEquals(
                clock.instant().plus(Duration.ofHours(8)), system.silenceEnds().get(0));
        adapter.close();
        adapter = adapter();
        clock.advance(Duration.ofHours(5));
        only();
        assertEquals(
                clock.instant().plus(Duration.ofHours(8)),
                system.silenceEnds().get(0),
                "renewed without being told of the ack again");
        deliver(alert, Kind.UNACKNOWLEDGED);
        assertEquals(List.of(), system.silenceEnds());
    }

    private AlertmanagerAdapter elsewhere() {
        return new AlertmanagerAdapter(config.build(), new TestContext("prom", clock).installation("ffffffffffffffff"));
    }

    @Test
    void installationsHaveSeparateSilences() throws Exception {
        system.fire(LINK, Map.of());
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        Instant end = system.silenceEnds().get(0);
        AlertmanagerAdapter other = elsewhere();
        try {
            other.snapshot();
            clock.advance(Duration.ofHours(5));
            other.snapshot();
            assertEquals(List.of(end), system.silenceEnds(), "does not renew the silence of another installation");
            FeedbackSink sink = other.feedback().orElseThrow();
            Feedback.Builder another = Feedback.builder(alert.id(), Kind.ACKNOWLEDGED, clock.instant())
                    .incident(7);
            sink.deliver(another.build());
            assertEquals(2, system.silenceEnds().size());
            sink.deliver(Feedback.builder(alert.id(), Kind.UNACKNOWLEDGED, clock.instant())
                    .incident(7)
                    .build());
            assertEquals(List.of(end), system.silenceEnds(), "nor end it");
        } finally {
            other.close();
        }
    }

    @Test
    void standbyTakesOverTheSilenceOfTheSameIncident() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        adapter.close();
        adapter = elsewhere();
        next();
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(1, system.silenceEnds().size());
        assertTrue(
                system.silenceComments().get(0).endsWith(" [argus-glue ffffffffffffffff prom " + fingerprint + "]"),
                system.silenceComments().toString());
        clock.advance(Duration.ofHours(5));
        only();
        assertEquals(List.of(clock.instant().plus(Duration.ofHours(8))), system.silenceEnds(), "and renews it");
        deliver(alert, Kind.UNACKNOWLEDGED);
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void takesOverSilenceWithoutInstallationOfTheSameAcknowledgement() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        String mark = " [argus-glue prom " + fingerprint + "]";
        system.silence(LINK, "bo (Argus)", "Acknowledged in Argus by bo: planned" + mark, Duration.ofHours(4));
        Alert alert = only();
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(2, system.silenceEnds().size(), "acknowledgement of another person");
        system.endSilences();

        system.silence(LINK, "ana (Argus)", "Acknowledged in Argus by ana: looking at it" + mark, Duration.ofHours(4));
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(
                List.of("Acknowledged in Argus by ana: looking at it, https://argus.example.org/incidents/42/"
                        + " [argus-glue 00000000c0ffee00 prom " + fingerprint + "]"),
                system.silenceComments());
        deliver(alert, Kind.UNACKNOWLEDGED);
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void endsSilencesOfAlertsThatEndedBeforeARestart() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        deliver(only(), Kind.ACKNOWLEDGED);
        adapter.close();
        system.resolve(fingerprint);
        adapter = adapter();
        next();
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void heldAlertKeepsItsSilence() throws Exception {
        system.fire(LINK, Map.of());
        deliver(only(), Kind.ACKNOWLEDGED);
        system.restart(0);
        system.restart(1);
        assertTrue(only().heldReason().isPresent());
        assertEquals(1, system.silenceEnds().size());
    }

    @Test
    void usesAnyMemberAndRetriesIfNoneAnswers() throws Exception {
        system.fire(LINK, Map.of());
        Alert alert = only();
        system.fault(0, AlertmanagerFault.DOWN);
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(1, system.silenceEnds().size());
        system.fault(1, AlertmanagerFault.UNAUTHORIZED);
        assertThrows(SourceException.class, () -> deliver(alert, Kind.UNACKNOWLEDGED));
    }

    @Test
    void acknowledgementOfAnEndedAlertCreatesNoSilence() throws Exception {
        String fingerprint = system.fire(LINK, Map.of());
        Alert alert = only();
        system.resolve(fingerprint);
        next();
        deliver(alert, Kind.ACKNOWLEDGED);
        assertEquals(List.of(), system.silenceEnds());
    }

    @Test
    void silenceOfAPersonIsAnAcknowledgement() throws Exception {
        config.ackSilenced();
        adapter = adapter();
        system.fire(LINK, Map.of());
        Alert before = only();
        assertEquals(Optional.empty(), before.acknowledgement());
        system.silence(Map.of("device", "sw1"), "bo", "planned work", Duration.ofHours(1));
        String longest = system.silence(Map.of("alertname", "LinkDown"), "eva", "all links", Duration.ofHours(2));
        Instant made = clock.instant();
        Alert silenced = only();
        assertEquals(
                Acknowledgement.of("eva", made, "all links").until(made.plus(Duration.ofHours(2))),
                silenced.acknowledgement().orElseThrow());
        assertTrue(silenced.tags().stream().anyMatch(tag -> tag.value().equals(longest)));
        system.endSilences();
        assertEquals(before, only());
    }
}
