package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An installation that replaces another glue service keeps the incidents that the other one opened. */
@ExtendWith(Lab.class)
final class TakeoverIT {
    private static final int ALERTS = 30;

    private final LabArgus argus;

    TakeoverIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void incidentsOfReannzsGlueAreKept() {
        try (LabPrometheus prometheus = LabPrometheus.start(ALERTS);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(ALERTS, ALERTS);
            for (JsonNode alert : prometheus.alerts()) {
                open(glue.token(), alert);
            }
            List<String> before = argus.openIds(glue.source());

            glue.start();
            Await.that(
                    Installation.SYNCED,
                    "texts of our own",
                    () -> argus.logs(glue.source()).keySet().stream().allMatch(log -> log.contains("CHI")));
            glue.awaitRest();
            glue.awaitEqual();
            assertEquals(before, argus.openIds(glue.source()), "the same incidents are open");
            assertEquals(ALERTS, argus.count(glue.source()), "and no others were made");
            for (String log : argus.logs(glue.source()).keySet()) {
                assertTrue(log.matches("STA( CHI)*"), () -> "log: " + log);
            }

            prometheus.resolve(ALERTS, 0);
            glue.awaitOpen(0);
            for (String log : argus.logs(glue.source()).keySet()) {
                assertTrue(log.matches("STA( CHI)* END"), () -> "log: " + log);
            }
        }
    }

    private void open(String token, JsonNode alert) {
        Instant start = Instant.parse(alert.path("startsAt").asText());
        Json.send(
                "POST",
                argus.url().resolve("/api/v2/incidents/"),
                token,
                Map.of(
                        "source_incident_id",
                        alert.path("fingerprint").asText() + "_" + start.getEpochSecond(),
                        "start_time",
                        start.toString(),
                        "description",
                        alert.path("annotations").path("summary").asText(),
                        "tags",
                        List.of(Map.of(
                                "tag",
                                "alertname="
                                        + alert.path("labels").path("alertname").asText()))));
    }
}
