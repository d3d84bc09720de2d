package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of the three systems fails in the middle of something, and comes back. */
@ExtendWith(Lab.class)
final class OutageIT {
    private final LabArgus argus;

    OutageIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void restartedAlertmanagerClosesNothing() {
        try (LabPrometheus prometheus = LabPrometheus.start(60);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(60, 60);
            glue.start();
            glue.awaitOpen(60);

            prometheus.killAlertmanager();
            Await.staysEqual(Duration.ofSeconds(5), "open while Alertmanager is down", 60, glue::openCount);
            prometheus.runAlertmanager();
            prometheus.awaitListed(60);
            Await.staysEqual(Duration.ofSeconds(12), "open after its restart", 60, glue::openCount);
            glue.awaitEqual();
            glue.assertLogs("STA", 60);
        }
    }

    @Test
    void alertsThatEndedWhileAlertmanagerWasDownAreClosedAfterIt() {
        try (LabPrometheus prometheus = LabPrometheus.start(50);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(50, 50);
            glue.start();
            glue.awaitOpen(50);
            prometheus.resolve(20, 30);
            glue.awaitOpen(30);
            prometheus.killAlertmanager();
            prometheus.runAlertmanager();
            prometheus.awaitListed(30);
            prometheus.resolve(10, 20);
            glue.awaitOpen(20);
            glue.awaitEqual();
            glue.assertLogs("STA", 20, "STA END", 30);
        }
    }

    @Test
    void argusStopsDuringAStormAndComesBack() {
        try (LabPrometheus prometheus = LabPrometheus.start(250);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(200, 200);
            glue.start();
            glue.awaitOpenAtLeast(30);
            argus.down();
            try {
                prometheus.resolve(50, 150);
                prometheus.fire(100, 250);
                glue.process().awaitLog(Pattern.quote(argus.url().getAuthority()), Duration.ofSeconds(30));
            } finally {
                argus.up();
            }
            glue.awaitEqual();
            glue.assertRests();
            glue.awaitEqual();
            assertTrue(
                    Set.of("STA", "STA END", "STA END RES")
                            .containsAll(argus.logs(glue.source()).keySet()),
                    () -> "event logs: " + argus.logs(glue.source()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillDuringASyncIsResumed(boolean keepState) {
        try (LabPrometheus prometheus = LabPrometheus.start(200);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(200, 200);
            glue.start();
            glue.awaitOpenAtLeast(50);
            glue.process().kill();
            assertTrue(glue.openCount() < 200, "it was killed in mid-sync");
            if (!keepState) {
                glue.deleteState();
            }
            glue.start();
            glue.awaitEqual();
            glue.assertRests();
            glue.assertLogs("STA", 200);
        }
    }

    @Test
    void aKillWhileClosingIsResumed() {
        try (LabPrometheus prometheus = LabPrometheus.start(160);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(160, 160);
            glue.start();
            glue.awaitOpen(160);
            prometheus.resolve(120, 40);
            Await.that(Installation.SYNCED, "closing begins", () -> glue.openCount() < 145);
            glue.process().kill();
            glue.start();
            glue.awaitEqual();
            glue.assertRests();
            glue.assertLogs("STA", 40, "STA END", 120);
        }
    }

    @Test
    void stopsWithinTenSecondsDuringAStorm() {
        try (LabPrometheus prometheus = LabPrometheus.start(200);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(200, 200);
            glue.start();
            glue.awaitOpenAtLeast(30);
            glue.process().terminate();
            assertEquals(0, glue.process().awaitExit(Duration.ofSeconds(10)), "exit code");
            assertTrue(glue.openCount() < 200, "it was ended in mid-sync");
            glue.start();
            glue.awaitEqual();
            glue.assertRests();
            glue.assertLogs("STA", 200);
        }
    }
}
