package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source that is changed from Alertmanager to Prometheus itself, and back, keeps its incidents. */
@ExtendWith(Lab.class)
final class TypeSwitchIT {
    private final LabArgus argus;

    TypeSwitchIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void theSameAlertsAreTheSameIncidents() {
        try (LabPrometheus prometheus = LabPrometheus.start(20);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(20, 20);
            glue.start();
            glue.awaitOpen(20);
            glue.awaitRest();
            glue.process().terminate();
            assertEquals(0, glue.process().awaitExit(Duration.ofSeconds(20)));

            String alertmanagers = glue.configuration();
            glue.write(alertmanagers
                    .replace(
                            "type = \"alertmanager\"", "type = \"prometheus\"\nexternal_labels = { cluster = \"lab\" }")
                    .replace(
                            prometheus.alertmanager().toString(),
                            prometheus.prometheus().toString())
                    .concat("\nwarm_up = \"5s\"\n"));
            startAndAwait(glue, "source: 20 alerts open");
            prometheus.resolve(5, 15);
            glue.awaitOpen(15);
            glue.awaitEqual();
            glue.awaitRest();
            glue.process().terminate();
            assertEquals(0, glue.process().awaitExit(Duration.ofSeconds(20)));

            glue.write(alertmanagers);
            startAndAwait(glue, "source: 15 alerts open");
            prometheus.resolve(15, 0);
            glue.awaitOpen(0);
            assertEquals(20, argus.count(glue.source()), "incidents in all");
        }
    }

    /** The log is appended across runs. */
    private static void startAndAwait(Installation glue, String line) {
        int before = glue.process().logMatching(line).size();
        GlueProcess started = glue.start();
        Await.that(
                Duration.ofSeconds(30),
                "'" + line + "' once more",
                () -> started.logMatching(line).size() > before);
    }
}
