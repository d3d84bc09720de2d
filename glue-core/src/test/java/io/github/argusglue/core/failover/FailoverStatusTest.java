package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.executor.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of a primary after each answer: role, counts, times and the reason. */
final class FailoverStatusTest {
    private static final ProbeResult UP = ProbeResult.up("answers");
    private static final ProbeResult DOWN = ProbeResult.down("is not there");
    private static final ProbeResult REFUSES = ProbeResult.down("refuses");
    private static final ProbeResult UNKNOWN = ProbeResult.unknown("cannot be asked");
    private static final String NEVER =
            "; it has never answered since the start of this process: check the settings of the probe";

    private final Path folder;
    private SteppedPrimary primary = new SteppedPrimary();
    private final List<FailoverMonitor> open = new ArrayList<>();

    FailoverStatusTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        open.forEach(FailoverMonitor::close);
    }

    private static FailoverConfig config(Duration interval, int threshold) {
        return new FailoverSketch(FailoverProbe.TCP, "a:1")
                .interval(interval)
                .thresholds(threshold, 2)
                .build();
    }

    private FailoverMonitor start(FailoverConfig config, Runnable changed) {
        FailoverMonitor monitor = new FailoverMonitor(config, primary, folder, primary, changed);
        open.add(monitor);
        monitor.start();
        return monitor;
    }

    private FailoverMonitor start() {
        return start(config(Duration.ofMillis(1), 3), () -> {});
    }

    private static void assertIs(Role role, int row, int needed, String reason, FailoverStatus status) {
        assertEquals(role, status.role());
        assertEquals(role, status.automatic());
        assertEquals(row, status.row());
        assertEquals(needed, status.needed());
        assertEquals("the primary " + reason, status.reason());
    }

    @Test
    void theReasonIsTheDecisiveResultAndTheCount() {
        FailoverMonitor monitor = start();
        assertIs(Role.STANDBY, 0, 3, "has not been checked yet", monitor.status());
        assertNull(monitor.status().answer());
        assertEquals(SteppedPrimary.START, monitor.status().since());

        assertIs(Role.STANDBY, 1, 3, "is not there: 1 of 3 failures in a row" + NEVER, primary.answer(monitor, DOWN));
        assertIs(Role.STANDBY, 1, 3, "cannot be asked: 1 of 3 failures in a row", primary.answer(monitor, UNKNOWN));
        assertIs(Role.STANDBY, 0, 3, "answers", primary.answer(monitor, UP));
        assertIs(Role.STANDBY, 1, 3, "is not there: 1 of 3 failures in a row", primary.answer(monitor, DOWN));
        assertIs(Role.STANDBY, 2, 3, "is not there: 2 of 3 failures in a row", primary.answer(monitor, DOWN));
        FailoverStatus turned = primary.answer(monitor, REFUSES);
        assertIs(Role.ACTIVE, 0, 2, "refuses", turned);
        assertEquals(primary.instant(), turned.since());

        assertIs(Role.ACTIVE, 0, 2, "refuses", primary.answer(monitor, DOWN));
        assertIs(Role.ACTIVE, 0, 2, "refuses", primary.answer(monitor, UNKNOWN));
        FailoverStatus back = primary.answer(monitor, UP);
        assertIs(Role.ACTIVE, 1, 2, "answers again: 1 of 2 in a row", back);
        assertEquals(UP, back.answer());
        assertEquals(primary.instant(), back.answeredAt());
        assertEquals(turned.since(), back.since(), "when the role came into force");
        FailoverStatus handedBack = primary.answer(monitor, UP);
        assertIs(Role.STANDBY, 0, 3, "answers", handedBack);
        assertEquals(primary.instant(), handedBack.since());
    }

    @Test
    void aRoleSetByHandAppliesRightAfterARestart() throws IOException {
        FailoverMonitor first = start();
        primary.answer(first, UP);
        first.set(Role.ACTIVE);
        assertEquals(primary.instant(), first.status().byHandSince());
        first.close();

        FailoverMonitor second = start();
        assertEquals(Role.ACTIVE, second.role(), "before anything was asked");
        assertEquals(
                "set by hand; the automatic role would be standby: the primary has not been checked yet",
                second.status().reason());
        second.set(null);
        assertNull(second.status().byHandSince());
        assertEquals(Role.STANDBY, second.role());
    }

    @Test
    void theAutomaticRoleIsShownBesideTheManualOne() throws IOException {
        FailoverMonitor monitor = start();
        monitor.set(Role.STANDBY);
        for (int i = 0; i < 3; i++) {
            primary.answer(monitor, DOWN);
        }
        assertEquals(Role.ACTIVE, monitor.status().automatic());
        assertEquals(Role.STANDBY, monitor.status().role());
        assertEquals(
                "set by hand; the automatic role would be active: the primary is not there",
                monitor.status().reason());
    }

    @Test
    void aResumedDecisionNeedsOneFailure() {
        FailoverMonitor first = start();
        for (int i = 0; i < 3; i++) {
            primary.answer(first, DOWN);
        }
        first.close();

        primary = new SteppedPrimary();
        FailoverMonitor second = start();
        assertIs(Role.STANDBY, 2, 3, "has not been checked yet", second.status());
        assertIs(Role.ACTIVE, 0, 2, "is not there", primary.answer(second, DOWN));
    }

    @Test
    void aReloadResetsTheCountAndKeepsTheRole() {
        FailoverMonitor monitor = start();
        primary.answer(monitor, DOWN);
        primary.answer(monitor, DOWN);
        monitor.reconfigure(config(Duration.ofMillis(1), 4), null);
        assertEquals(0, monitor.status().row());
        assertEquals(4, monitor.status().needed());
        for (int i = 0; i < 4; i++) {
            assertEquals(Role.STANDBY, monitor.role());
            primary.answer(monitor, DOWN);
        }
        primary.answer(monitor, UP);
        monitor.reconfigure(config(Duration.ofMillis(1), 3), null);
        assertEquals(Role.ACTIVE, monitor.status().automatic());
        assertIs(Role.ACTIVE, 1, 2, "answers again: 1 of 2 in a row", primary.answer(monitor, UP));
    }

    @Test
    void aNewPrimaryIsCheckedAtOnceAndTheOldAnswerIgnored() {
        FailoverMonitor monitor = start(config(Duration.ofHours(1), 1), () -> {});
        primary.answer(monitor, UP);
        Duration soon = Duration.ofMillis(1);
        SteppedPrimary other = new SteppedPrimary();
        monitor.reconfigure(config(soon, 1), other);
        Await.until("asked at once, not within the hour", () -> other.asked.get() == 1);
        assertTrue(primary.closed);

        SteppedPrimary third = new SteppedPrimary();
        monitor.reconfigure(config(soon, 2), third);
        other.say(DOWN);
        Await.until("asked", () -> third.asked.get() == 1);
        assertEquals(Role.STANDBY, monitor.role());
        assertEquals(UP, monitor.status().answer());

        third.say(DOWN);
        Await.until("counted", () -> monitor.status().row() == 1);
        assertEquals(
                "the primary is not there: 1 of 2 failures in a row" + NEVER,
                monitor.status().reason(),
                "it was another one that has answered");
    }

    @Test
    void afterTheCloseNothingIsCheckedOrApplied() {
        FailoverMonitor monitor = start(config(Duration.ofMillis(1), 1), () -> {});
        primary.answer(monitor, UP);
        Await.until("asked again", () -> primary.asked.get() == 2);
        monitor.close();
        assertTrue(primary.closed);
        primary.say(DOWN);
        Await.never("asked", Duration.ofMillis(100), () -> primary.asked.get() > 2);
        assertEquals(Role.STANDBY, monitor.role());
    }

    @Test
    void aFailingListenerIsCalledForTheNextChange() {
        AtomicInteger told = new AtomicInteger();
        FailoverMonitor monitor = start(config(Duration.ofMillis(1), 1), () -> {
            if (told.incrementAndGet() == 1) {
                throw new IllegalStateException("a fault");
            }
        });
        primary.answer(monitor, DOWN);
        Await.until("told", () -> told.get() == 1);
        primary.answer(monitor, UP);
        primary.answer(monitor, UP);
        Await.until("told again", () -> told.get() == 2);
    }
}
