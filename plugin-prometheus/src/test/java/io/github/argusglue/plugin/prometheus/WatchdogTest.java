package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The watchdog alert, and what happens if it is missing. */
class WatchdogTest {
    private static final Instant ZERO = Instant.parse("2026-11-20T12:00:00Z");

    private final Watchdog watchdog =
            new Watchdog(new WatchdogConfig("alertname=\"Watchdog\"", Optional.of(minutes(5))));

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    private void update(int minute, int beatMinute) {
        watchdog.update(ZERO.plus(minutes(minute)), Optional.of(ZERO.plus(minutes(beatMinute))));
    }

    private void updateWithoutBeat(int minute) {
        watchdog.update(ZERO.plus(minutes(minute)), Optional.empty());
    }

    private boolean isRaised() {
        return watchdog.holdReason().isPresent();
    }

    @Test
    void oneAlertUntilTheWatchdogIsBack() {
        update(0, 0);
        update(1, 1);
        updateWithoutBeat(5);
        assertFalse(isRaised());
        assertTrue(watchdog.problem().orElse("").contains("no longer listed"));
        updateWithoutBeat(7);
        assertTrue(isRaised());
        Alert alarm = watchdog.alarm().orElseThrow();
        assertEquals(ZERO.plus(minutes(1)), alarm.startedAt());
        updateWithoutBeat(8);
        assertSame(alarm, watchdog.alarm().orElseThrow());
        update(9, 9);
        assertEquals(Optional.empty(), watchdog.alarm());
        assertEquals(Optional.empty(), watchdog.problem());
    }

    @Test
    void listedButNotSentIsMissing() {
        update(0, 0);
        update(6, 0);
        assertTrue(isRaised(), "listed only because its lease has not expired");
    }

    @Test
    void isUndecidedAfterAStart() {
        updateWithoutBeat(0);
        assertTrue(watchdog.alarm().orElseThrow().heldReason().isPresent(), "alert of an earlier process stays open");
        updateWithoutBeat(6);
        assertTrue(isRaised());
        update(7, 7);
        assertEquals(Optional.empty(), watchdog.alarm());
    }

    @Test
    void firstBeatMayBeOld() {
        update(1, 0);
        assertEquals(Optional.empty(), watchdog.alarm());
        update(6, 0);
        assertTrue(isRaised());
    }

    @Test
    void isOnlyAWarningWithoutALimit() {
        Watchdog lenient = new Watchdog(new WatchdogConfig("alertname=\"Watchdog\"", Optional.empty()));
        lenient.update(ZERO, Optional.of(ZERO));
        lenient.update(ZERO.plus(minutes(60)), Optional.empty());
        assertEquals(Optional.empty(), lenient.alarm());
        assertTrue(lenient.problem().isPresent());
    }

    @Test
    void isOffWithoutMatchers() {
        Watchdog none = new Watchdog(new WatchdogConfig("", Optional.empty()));
        assertFalse(none.matches(Map.of("alertname", "Watchdog")));
        assertThrows(IllegalArgumentException.class, () -> new WatchdogConfig(" ", Optional.of(minutes(5))));
    }

    @Test
    void withholdsEndingsWhileTheWatchdogIsMissing() throws Exception {
        SettableClock clock = new SettableClock(ZERO);
        try (StandInAlertmanager system = StandInAlertmanager.start(clock)) {
            AlertmanagerAdapter adapter = new AlertmanagerAdapter(
                    new PrometheusConfigBuilder(system.urls())
                            .watchdogAfter(minutes(2))
                            .build(),
                    new TestContext("prom", clock));
            String dog = system.fireWatchdog();
            String link = system.fire(Map.of("alertname", "LinkDown"), Map.of());
            String other = system.fire(Map.of("alertname", "Other"), Map.of());
            assertEquals(2, adapter.snapshot().alerts().size());
            system.repeat(dog, false);
            clock.advance(minutes(3));
            system.resolve(link);
            system.resolve(other);
            Snapshot silent = adapter.snapshot();
            assertEquals(List.of(), silent.endings());
            assertTrue(silent.partialReason().isPresent());
            assertEquals(
                    List.of(Watchdog.KEY),
                    silent.alerts().stream().map(alert -> alert.id().key()).toList());
            system.fire(Map.of("alertname", "Other"), Map.of());
            assertEquals(2, adapter.snapshot().alerts().size(), "new alerts are still opened");
            system.repeat(dog, true);
            system.fireWatchdog();
            Snapshot again = adapter.snapshot();
            assertEquals(Optional.empty(), again.partialReason());
            assertEquals(
                    List.of(link),
                    again.endings().stream().map(e -> e.alertId().key()).toList());
            assertEquals(
                    List.of(other),
                    again.alerts().stream().map(a -> a.id().key()).toList());
            adapter.close();
        }
    }
}
