package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Restarts and failures of a real Prometheus and Alertmanager must not close an incident whose problem persists. Each
 * test has its own lab; a lease lasts 20 s. Two adapters watch: one reads only Alertmanager, the other may also ask
 * Prometheus.
 */
@Execution(ExecutionMode.CONCURRENT)
class AlertmanagerRestartIT {
    private static final Duration MORE_THAN_A_LEASE = Duration.ofSeconds(26);

    /** A lab and two watchers. */
    private static final class WatchedLab implements AutoCloseable {
        final PrometheusLab lab;
        final SnapshotWatcher plain;
        final SnapshotWatcher asking;

        WatchedLab(int alerts, String... settings) {
            lab = new PrometheusLab(alerts, settings);
            plain = new SnapshotWatcher("plain", new PrometheusConfigBuilder(lab.alertmanagers()).build());
            asking = new SnapshotWatcher(
                    "asking",
                    new PrometheusConfigBuilder(lab.alertmanagers())
                            .prometheus(lab.prometheus().toArray(URI[]::new))
                            .build());
        }

        void awaitOpen(int count) {
            plain.awaitOpen(count);
            asking.awaitOpen(count);
        }

        void awaitHeld(int count) {
            plain.awaitHeld(count);
            asking.awaitHeld(count);
        }

        void awaitEnded(int count) {
            plain.awaitEnded(count);
            asking.awaitEnded(count);
        }

        /** Checks that both watchers have seen this number of incidents and no endings. */
        void assertNoFalseEnd(int incidents) {
            for (SnapshotWatcher watcher : List.of(plain, asking)) {
                assertEquals(0, watcher.ended(), watcher.changeLog());
                assertEquals(incidents, watcher.openedIds().size(), watcher.changeLog());
            }
        }

        void waitFor(Duration time) {
            long deadline = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(deadline - System.nanoTime());
            }
        }

        @Override
        public void close() {
            plain.close();
            asking.close();
            lab.close();
        }
    }

    @Test
    void row1AlertmanagerIsRestarted() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "3");
            watched.awaitOpen(3);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-am");
            watched.lab.run("run-am");
            watched.awaitHeld(3);
            watched.awaitOpen(3);
            assertEquals(start, watched.lab.startOf("LabAlert1"));
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.assertNoFalseEnd(3);
            watched.lab.run("resolve", "1");
            watched.awaitEnded(1);
        }
    }

    @Test
    void row1AlertmanagerIsRestartedAndOneIsResolvedMeanwhile() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "3");
            watched.awaitOpen(3);
            watched.lab.run("kill-am");
            watched.lab.run("set", "off", "1");
            watched.waitFor(Duration.ofSeconds(3));
            watched.lab.run("run-am");
            watched.awaitEnded(1);
            watched.awaitOpen(2);
            watched.waitFor(MORE_THAN_A_LEASE);
            assertEquals(1, watched.plain.ended(), watched.plain.changeLog());
            assertEquals(1, watched.asking.ended(), watched.asking.changeLog());
        }
    }

    @Test
    void rows2And3PrometheusAndThenAlertmanagerAreRestarted() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "2");
            watched.awaitOpen(2);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-prom");
            watched.lab.run("run-prom");
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.awaitOpen(2);
            assertEquals(start, watched.lab.startOf("LabAlert1"), "row 2: Alertmanager keeps the earliest");
            watched.lab.run("kill-am");
            watched.lab.run("run-am");
            watched.awaitHeld(2);
            watched.awaitOpen(2);
            assertNotEquals(start, watched.lab.startOf("LabAlert1"), "row 3: all alerts are forgotten");
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.assertNoFalseEnd(2);
        }
    }

    @Test
    void row4PrometheusIsDownForMoreThanALease() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "2");
            watched.awaitOpen(2);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-prom");
            watched.awaitHeld(2);
            watched.plain.awaitSilentOrigins(1);
            watched.waitFor(Duration.ofSeconds(10));
            watched.lab.run("run-prom");
            watched.awaitOpen(2);
            assertNotEquals(start, watched.lab.startOf("LabAlert1"));
            watched.plain.awaitSilentOrigins(0);
            watched.assertNoFalseEnd(2);
            watched.lab.run("resolve", "all");
            watched.awaitEnded(2);
        }
    }

    @Test
    void row4TheProblemEndsWhilePrometheusIsDown() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "1");
            watched.awaitOpen(1);
            watched.lab.run("kill-prom");
            watched.awaitHeld(1);
            watched.lab.run("resolve", "all");
            watched.lab.run("run-prom");
            watched.asking.awaitEnded(1);
            assertEquals(
                    0, watched.plain.ended(), "without Prometheus's word it is held: " + watched.plain.changeLog());
        }
    }

    @Test
    void row5PrometheusIsRestartedAndForIsLongerThanALease() {
        try (WatchedLab watched = new WatchedLab(10, "FOR=25s")) {
            watched.lab.run("fire", "1");
            watched.awaitOpen(1);
            watched.lab.run("kill-prom");
            watched.lab.run("run-prom");
            watched.awaitHeld(1);
            watched.awaitOpen(1);
            watched.assertNoFalseEnd(1);
            watched.lab.run("resolve", "all");
            watched.awaitEnded(1);
        }
    }

    @Test
    void row5bPrometheusRestoresAnAlertWhoseForIsLong() {
        try (WatchedLab watched = new WatchedLab(10, "FOR=25s", "GRACE=10s")) {
            watched.lab.run("fire", "1");
            watched.awaitOpen(1);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-prom");
            watched.lab.run("run-prom");
            watched.waitFor(MORE_THAN_A_LEASE.plusSeconds(5));
            watched.awaitOpen(1);
            assertEquals(start, watched.lab.startOf("LabAlert1"));
            watched.assertNoFalseEnd(1);
        }
    }

    @Test
    void row6TheRuleCannotBeEvaluated() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("set", "on", "1,2");
            watched.awaitOpen(2);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.breakRule();
            watched.awaitHeld(1);
            watched.waitFor(Duration.ofSeconds(10));
            watched.lab.repairRule();
            watched.awaitOpen(2);
            assertEquals(start, watched.lab.startOf("LabAlert1"), "the same start as before it disappeared");
            watched.assertNoFalseEnd(2);
            watched.lab.run("resolve", "all");
            watched.awaitEnded(2);
        }
    }

    @Test
    void row7TheRuleGetsAnotherLabel() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("set", "on", "1");
            watched.awaitOpen(1);
            Set<String> before = watched.plain.openedIds();
            watched.lab.changeRules(
                    rules -> rules.replace("\"team\": \"noc\"", "\"team\": \"noc\", \"tier\": \"core\""));
            watched.awaitOpen(2);
            assertTrue(watched.plain.openedIds().containsAll(before));
            watched.plain.awaitHeld(1);
            watched.asking.awaitEnded(1);
            assertEquals(
                    0, watched.plain.ended(), "without Prometheus's word it is held: " + watched.plain.changeLog());
        }
    }

    @Test
    void row7TheRuleIsRemoved() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("set", "on", "1");
            watched.awaitOpen(1);
            watched.lab.changeRules(rules -> rules.replace("\"alert\": \"LabAlert1\"", "\"alert\": \"Renamed\""));
            watched.awaitOpen(2);
            watched.plain.awaitHeld(1);
            watched.asking.awaitEnded(1);
            assertEquals(0, watched.plain.ended(), watched.plain.changeLog());
        }
    }

    @Test
    void row8OneOfAPairOfPrometheusIsRestarted() {
        try (WatchedLab watched = new WatchedLab(10, "PROMS=2")) {
            watched.lab.run("fire", "2");
            watched.awaitOpen(2);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-prom", "1");
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.lab.run("run-prom", "1");
            watched.waitFor(Duration.ofSeconds(8));
            watched.awaitOpen(2);
            assertTrue(Duration.between(start, watched.lab.startOf("LabAlert1"))
                            .abs()
                            .toSeconds()
                    < 3);
            watched.assertNoFalseEnd(2);
            watched.lab.run("resolve", "all");
            watched.awaitEnded(2);
        }
    }

    @Test
    void row9OneOfTwoAlertmanagersIsRestarted() {
        try (WatchedLab watched = new WatchedLab(10, "AMS=2")) {
            watched.lab.run("fire", "3");
            watched.awaitOpen(3);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.run("kill-am", "1");
            watched.waitFor(Duration.ofSeconds(3));
            watched.lab.run("run-am", "1");
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.awaitOpen(3);
            assertEquals(start, watched.lab.startOf("LabAlert1"));
            watched.assertNoFalseEnd(3);
            watched.lab.run("kill-am", "2");
            watched.lab.run("resolve", "1");
            watched.awaitEnded(1);
        }
    }

    @Test
    void row10TheTargetCannotBeReached() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("fire", "2");
            watched.awaitOpen(2);
            watched.lab.killExporter();
            watched.awaitEnded(2);
        }
    }

    @Test
    void row11OnlyAnnotationsChange() {
        try (WatchedLab watched = new WatchedLab(10)) {
            watched.lab.run("set", "on", "1");
            watched.awaitOpen(1);
            Instant start = watched.lab.startOf("LabAlert1");
            watched.lab.changeRules(rules -> rules.replace("\"LabAlert1 on", "\"Cable cut on"));
            watched.plain.awaitDescription("Cable cut on");
            watched.asking.awaitDescription("Cable cut on");
            assertEquals(start, watched.lab.startOf("LabAlert1"));
            watched.waitFor(MORE_THAN_A_LEASE);
            watched.awaitOpen(1);
            watched.assertNoFalseEnd(1);
        }
    }
}
