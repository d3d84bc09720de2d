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
 * What restarts and failures of the real Prometheus look like to a source of type {@code prometheus}, and that none of
 * them closes an incident whose problem persists. Each test has a lab of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class PrometheusRestartIT {

    private static Observer observer(PrometheusLab lab) {
        PrometheusConfig config = new ConfigBuilder(lab.prometheus())
                .warmUp(Duration.ofSeconds(10))
                .direct();
        return new Observer("direct", new PrometheusAdapter(config, new TestContext("direct", Clock.systemUTC())));
    }

    private static void letPass(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    private static void assertNoFalseEnd(Observer observer, int incidents) {
        assertEquals(0, observer.ended(), observer.story());
        assertEquals(incidents, observer.openedIds().size(), observer.story());
    }

    @Test
    void prometheusIsRestartedAndPendingAgain() {
        try (PrometheusLab lab = new PrometheusLab(10, "FOR=8s");
                Observer observer = observer(lab)) {
            lab.run("fire", "3");
            observer.awaitOpen(3);
            lab.run("kill-prom");
            letPass(Duration.ofSeconds(5));
            lab.run("run-prom");
            observer.awaitHeld(3);
            observer.awaitOpen(3);
            letPass(Duration.ofSeconds(12));
            assertNoFalseEnd(observer, 3);
            lab.run("resolve", "1");
            observer.awaitEnded(1);
        }
    }

    @Test
    void aResolveWhilePrometheusIsDownIsSeenWhenItIsWarm() {
        try (PrometheusLab lab = new PrometheusLab(10);
                Observer observer = observer(lab)) {
            lab.run("fire", "3");
            observer.awaitOpen(3);
            lab.run("kill-prom");
            lab.run("set", "off", "1");
            lab.run("run-prom");
            observer.awaitEnded(1);
            observer.awaitOpen(2);
            letPass(Duration.ofSeconds(12));
            assertEquals(1, observer.ended(), observer.story());
        }
    }

    @Test
    void aRuleThatFailsAndPrometheusRestartedMeanwhileHolds() {
        try (PrometheusLab lab = new PrometheusLab(10);
                Observer observer = observer(lab)) {
            lab.run("fire", "1");
            observer.awaitOpen(1);
            lab.breakRule();
            letPass(Duration.ofSeconds(3));
            lab.run("kill-prom");
            lab.run("run-prom");
            observer.awaitHeld(1);
            letPass(Duration.ofSeconds(15));
            assertNoFalseEnd(observer, 1);
            lab.repairRule();
            observer.awaitOpen(1);
            assertNoFalseEnd(observer, 1);
        }
    }

    @Test
    void oneOfAPairIsDown() {
        try (PrometheusLab lab = new PrometheusLab(10, "PROMS=2");
                Observer observer = observer(lab)) {
            lab.run("fire", "2");
            observer.awaitOpen(2);
            lab.run("kill-prom", "1");
            letPass(Duration.ofSeconds(3));
            assertNoFalseEnd(observer, 2);
            lab.run("set", "off", "1");
            observer.awaitEnded(1);
            lab.run("run-prom", "1");
            letPass(Duration.ofSeconds(12));
            assertEquals(1, observer.ended(), observer.story());
            assertEquals(2, observer.openedIds().size(), observer.story());
        }
    }
}
