package io.github.argusglue.dist.it;

import io.github.argusglue.core.argus.FaultProxy;
import io.github.argusglue.core.argus.FaultProxy.ProxyFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The network loses responses after Argus has processed the request. This is detected, and nothing is done twice. */
@ExtendWith(Lab.class)
final class LostAnswersIT {
    private static final int ALERTS = 60;
    private static final int LOST = 15;

    private final LabArgus argus;

    LostAnswersIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void ofNewIncidents() throws Exception {
        try (FaultProxy network = FaultProxy.start(argus.url());
                LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(network.url(), "");
            network.fail(LOST, "POST .*/incidents/", ProxyFault.DROP_ANSWER);
            prometheus.fire(ALERTS, ALERTS);
            glue.start();
            glue.awaitEqual();
            glue.assertRests();
            glue.assertLogs("STA", ALERTS);
        }
    }

    @Test
    void ofEndings() throws Exception {
        try (FaultProxy network = FaultProxy.start(argus.url());
                LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(network.url(), "");
            prometheus.fire(ALERTS, ALERTS);
            glue.start();
            glue.awaitOpen(ALERTS);
            network.fail(LOST, "POST .*/events/", ProxyFault.DROP_ANSWER);
            prometheus.resolve(ALERTS, 0);
            glue.awaitOpen(0);
            glue.assertRests();
            glue.assertLogs("STA END", ALERTS);
        }
    }

    @Test
    void ofChanges() throws Exception {
        try (FaultProxy network = FaultProxy.start(argus.url());
                LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(network.url(), "");
            prometheus.fire(ALERTS, ALERTS);
            glue.start();
            glue.awaitOpen(ALERTS);
            glue.process().terminate();
            glue.process().awaitExit(Duration.ofSeconds(10));

            network.fail(LOST, "PATCH .*", ProxyFault.DROP_ANSWER);
            glue.configure(network.url(), "tags = { room = \"b12\" }");
            glue.start();
            Await.that(
                    Installation.SYNCED,
                    "our new tag on all",
                    () -> argus.tagged(glue.source(), "room", "b12") == ALERTS);
            glue.assertRests();
            glue.assertLogs("STA CHI", ALERTS);
        }
    }

    @Test
    void ofEverythingForAWhile() throws Exception {
        try (FaultProxy network = FaultProxy.start(argus.url());
                LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            glue.configure(network.url(), "");
            network.fail(3, "GET .*", ProxyFault.HALF_ANSWER);
            network.fail(LOST, "POST .*", ProxyFault.DROP_ANSWER);
            network.fail(LOST, "POST .*", ProxyFault.CUT_BEFORE);
            network.answer(5, "POST .*", 503, "1");
            prometheus.fire(ALERTS, ALERTS);
            glue.start();
            glue.awaitOpen(ALERTS);
            prometheus.resolve(ALERTS / 2, ALERTS / 2);
            glue.awaitEqual();
            glue.assertRests();
            glue.assertLogs("STA", ALERTS / 2, "STA END", ALERTS / 2);
        }
    }
}
