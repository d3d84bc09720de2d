package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Restarts and failures of a real Prometheus must not close an incident of a source of type {@code prometheus} whose
 * problem persists. Each test has its own lab.
 */
@Execution(ExecutionMode.CONCURRENT)
class PrometheusRestartIT {

    private static SnapshotWatcher watcher(PrometheusLab lab) {
        PrometheusConfig config = new PrometheusConfigBuilder(lab.prometheus())
                .warmUp(Duration.ofSeconds(10))
                .direct();
        return new SnapshotWatcher(
                "direct", new PrometheusAdapter(config, new TestContext("direct", Clock.systemUTC())));
    }

    private static void waitFor(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    private static void assertNoFalseEnd(SnapshotWatcher watcher, int incidents) {
        assertEquals(0, watcher.ended(), watcher.changeLog());
        assertEquals(incidents, watcher.openedIds().size(), watcher.changeLog());
    }

    @Test
    void prometheusIsRestartedAndPendingAgain() {
        try (PrometheusLab lab = new PrometheusLab(10, "FOR=8s");
                SnapshotWatcher watcher = watcher(lab)) {
            lab.run("fire", "3");
            watcher.awaitOpen(3);
            lab.run("kill-prom");
            waitFor(Duration.ofSeconds(5));
            lab.run("run-prom");
            watcher.awaitHeld(3);
            watcher.awaitOpen(3);
            waitFor(Duration.ofSeconds(12));
            assertNoFalseEnd(watcher, 3);
            lab.run("resolve", "1");
            watcher.awaitEnded(1);
        }
    }

    @Test
    void resolveDuringAnOutageIsDetectedOnceWarm() {
        try (PrometheusLab lab = new PrometheusLab(10);
                SnapshotWatcher watcher = watcher(lab)) {
            lab.run("fire", "3");
            watcher.awaitOpen(3);
            lab.run("kill-prom");
            lab.run("set", "off", "1");
            lab.run("run-prom");
            watcher.awaitEnded(1);
            watcher.awaitOpen(2);
            waitFor(Duration.ofSeconds(12));
            assertEquals(1, watcher.ended(), watcher.changeLog());
        }
    }

    @Test
    void failingRuleHoldsAfterARestart() {
        try (PrometheusLab lab = new PrometheusLab(10);
                SnapshotWatcher watcher = watcher(lab)) {
            lab.run("fire", "1");
            watcher.awaitOpen(1);
            lab.breakRule();
            waitFor(Duration.ofSeconds(3));
            lab.run("kill-prom");
            lab.run("run-prom");
            watcher.awaitHeld(1);
            waitFor(Duration.ofSeconds(15));
            assertNoFalseEnd(watcher, 1);
            lab.repairRule();
            watcher.awaitOpen(1);
            assertNoFalseEnd(watcher, 1);
        }
    }

    @Test
    void oneOfAPairIsDown() {
        try (PrometheusLab lab = new PrometheusLab(10, "PROMS=2");
                SnapshotWatcher watcher = watcher(lab)) {
            lab.run("fire", "2");
            watcher.awaitOpen(2);
            lab.run("kill-prom", "1");
            waitFor(Duration.ofSeconds(3));
            assertNoFalseEnd(watcher, 2);
            lab.run("set", "off", "1");
            watcher.awaitEnded(1);
            lab.run("run-prom", "1");
            waitFor(Duration.ofSeconds(12));
            assertEquals(1, watcher.ended(), watcher.changeLog());
            assertEquals(2, watcher.openedIds().size(), watcher.changeLog());
        }
    }
}
