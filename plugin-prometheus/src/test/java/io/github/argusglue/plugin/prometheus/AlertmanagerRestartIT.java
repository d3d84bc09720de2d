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
    private static final class Scene implements AutoCloseable {
        final PrometheusLab lab;
        final SnapshotWatcher plain;
        final SnapshotWatcher asking;

        Scene(int alerts, String... settings) {
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
            for (SnapshotWatcher observer : List.of(plain, asking)) {
                assertEquals(0, observer.ended(), observer.story());
                assertEquals(incidents, observer.openedIds().size(), observer.story());
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
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "3");
            scene.awaitOpen(3);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-am");
            scene.lab.run("run-am");
            scene.awaitHeld(3);
            scene.awaitOpen(3);
            assertEquals(start, scene.lab.startOf("LabAlert1"));
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.assertNoFalseEnd(3);
            scene.lab.run("resolve", "1");
            scene.awaitEnded(1);
        }
    }

    @Test
    void row1AlertmanagerIsRestartedAndOneIsResolvedMeanwhile() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "3");
            scene.awaitOpen(3);
            scene.lab.run("kill-am");
            scene.lab.run("set", "off", "1");
            scene.waitFor(Duration.ofSeconds(3));
            scene.lab.run("run-am");
            scene.awaitEnded(1);
            scene.awaitOpen(2);
            scene.waitFor(MORE_THAN_A_LEASE);
            assertEquals(1, scene.plain.ended(), scene.plain.story());
            assertEquals(1, scene.asking.ended(), scene.asking.story());
        }
    }

    @Test
    void rows2And3PrometheusAndThenAlertmanagerAreRestarted() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "2");
            scene.awaitOpen(2);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-prom");
            scene.lab.run("run-prom");
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.awaitOpen(2);
            assertEquals(start, scene.lab.startOf("LabAlert1"), "row 2: Alertmanager keeps the earliest");
            scene.lab.run("kill-am");
            scene.lab.run("run-am");
            scene.awaitHeld(2);
            scene.awaitOpen(2);
            assertNotEquals(start, scene.lab.startOf("LabAlert1"), "row 3: it has forgotten");
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.assertNoFalseEnd(2);
        }
    }

    @Test
    void row4PrometheusIsDownForMoreThanALease() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "2");
            scene.awaitOpen(2);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-prom");
            scene.awaitHeld(2);
            scene.plain.awaitSilentOrigins(1);
            scene.waitFor(Duration.ofSeconds(10));
            scene.lab.run("run-prom");
            scene.awaitOpen(2);
            assertNotEquals(start, scene.lab.startOf("LabAlert1"));
            scene.plain.awaitSilentOrigins(0);
            scene.assertNoFalseEnd(2);
            scene.lab.run("resolve", "all");
            scene.awaitEnded(2);
        }
    }

    @Test
    void row4TheProblemEndsWhilePrometheusIsDown() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "1");
            scene.awaitOpen(1);
            scene.lab.run("kill-prom");
            scene.awaitHeld(1);
            scene.lab.run("resolve", "all");
            scene.lab.run("run-prom");
            scene.asking.awaitEnded(1);
            assertEquals(0, scene.plain.ended(), "without Prometheus's word it is held: " + scene.plain.story());
        }
    }

    @Test
    void row5PrometheusIsRestartedAndForIsLongerThanALease() {
        try (Scene scene = new Scene(10, "FOR=25s")) {
            scene.lab.run("fire", "1");
            scene.awaitOpen(1);
            scene.lab.run("kill-prom");
            scene.lab.run("run-prom");
            scene.awaitHeld(1);
            scene.awaitOpen(1);
            scene.assertNoFalseEnd(1);
            scene.lab.run("resolve", "all");
            scene.awaitEnded(1);
        }
    }

    @Test
    void row5bPrometheusRestoresAnAlertWhoseForIsLong() {
        try (Scene scene = new Scene(10, "FOR=25s", "GRACE=10s")) {
            scene.lab.run("fire", "1");
            scene.awaitOpen(1);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-prom");
            scene.lab.run("run-prom");
            scene.waitFor(MORE_THAN_A_LEASE.plusSeconds(5));
            scene.awaitOpen(1);
            assertEquals(start, scene.lab.startOf("LabAlert1"));
            scene.assertNoFalseEnd(1);
        }
    }

    @Test
    void row6TheRuleCannotBeEvaluated() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("set", "on", "1,2");
            scene.awaitOpen(2);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.breakRule();
            scene.awaitHeld(1);
            scene.waitFor(Duration.ofSeconds(10));
            scene.lab.repairRule();
            scene.awaitOpen(2);
            assertEquals(start, scene.lab.startOf("LabAlert1"), "the same start as before it disappeared");
            scene.assertNoFalseEnd(2);
            scene.lab.run("resolve", "all");
            scene.awaitEnded(2);
        }
    }

    @Test
    void row7TheRuleGetsAnotherLabel() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("set", "on", "1");
            scene.awaitOpen(1);
            Set<String> before = scene.plain.openedIds();
            scene.lab.changeRules(rules -> rules.replace("\"team\": \"noc\"", "\"team\": \"noc\", \"tier\": \"core\""));
            scene.awaitOpen(2);
            assertTrue(scene.plain.openedIds().containsAll(before));
            scene.plain.awaitHeld(1);
            scene.asking.awaitEnded(1);
            assertEquals(0, scene.plain.ended(), "without Prometheus's word it is held: " + scene.plain.story());
        }
    }

    @Test
    void row7TheRuleIsRemoved() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("set", "on", "1");
            scene.awaitOpen(1);
            scene.lab.changeRules(rules -> rules.replace("\"alert\": \"LabAlert1\"", "\"alert\": \"Renamed\""));
            scene.awaitOpen(2);
            scene.plain.awaitHeld(1);
            scene.asking.awaitEnded(1);
            assertEquals(0, scene.plain.ended(), scene.plain.story());
        }
    }

    @Test
    void row8OneOfAPairOfPrometheusIsRestarted() {
        try (Scene scene = new Scene(10, "PROMS=2")) {
            scene.lab.run("fire", "2");
            scene.awaitOpen(2);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-prom", "1");
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.lab.run("run-prom", "1");
            scene.waitFor(Duration.ofSeconds(8));
            scene.awaitOpen(2);
            assertTrue(Duration.between(start, scene.lab.startOf("LabAlert1"))
                            .abs()
                            .toSeconds()
                    < 3);
            scene.assertNoFalseEnd(2);
            scene.lab.run("resolve", "all");
            scene.awaitEnded(2);
        }
    }

    @Test
    void row9OneOfTwoAlertmanagersIsRestarted() {
        try (Scene scene = new Scene(10, "AMS=2")) {
            scene.lab.run("fire", "3");
            scene.awaitOpen(3);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.run("kill-am", "1");
            scene.waitFor(Duration.ofSeconds(3));
            scene.lab.run("run-am", "1");
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.awaitOpen(3);
            assertEquals(start, scene.lab.startOf("LabAlert1"));
            scene.assertNoFalseEnd(3);
            scene.lab.run("kill-am", "2");
            scene.lab.run("resolve", "1");
            scene.awaitEnded(1);
        }
    }

    @Test
    void row10TheTargetCannotBeReached() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("fire", "2");
            scene.awaitOpen(2);
            scene.lab.killExporter();
            scene.awaitEnded(2);
        }
    }

    @Test
    void row11OnlyAnnotationsChange() {
        try (Scene scene = new Scene(10)) {
            scene.lab.run("set", "on", "1");
            scene.awaitOpen(1);
            Instant start = scene.lab.startOf("LabAlert1");
            scene.lab.changeRules(rules -> rules.replace("\"LabAlert1 on", "\"Cable cut on"));
            scene.plain.awaitDescription("Cable cut on");
            scene.asking.awaitDescription("Cable cut on");
            assertEquals(start, scene.lab.startOf("LabAlert1"));
            scene.waitFor(MORE_THAN_A_LEASE);
            scene.awaitOpen(1);
            scene.assertNoFalseEnd(1);
        }
    }
}
