package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the test tools: with a broken one, a failing server would look healthy. */
@ExtendWith(Lab.class)
final class LabIT {
    private final LabArgus argus;

    LabIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void theArgusToolsSeeTheIncidents() {
        String source = "eye";
        String token = argus.newSource(source);
        int writes = argus.writes();
        Json.send(
                "POST",
                argus.url().resolve("/api/v2/incidents/"),
                token,
                Map.of(
                        "source_incident_id",
                        "k@1",
                        "start_time",
                        "2026-11-20T00:00:00Z",
                        "tags",
                        List.of(Map.of("tag", "a=b"))));
        long pk = argus.pk(source, "k");
        assertEquals(List.of("k@1"), argus.openIds(source));
        Await.equal(Duration.ofSeconds(10), "requests that write", writes + 1, argus::writes);

        ArgusAdmin person = argus.admin();
        person.acknowledge(pk);
        person.tag(pk, "customer=gold");
        person.setTicket(pk, "https://tickets.example.org/1");
        person.close(pk);
        assertEquals("STA ACK CHI CLO", argus.log(pk));
        assertEquals(Map.of("STA ACK CHI CLO", 1), argus.logs(source));
        assertEquals(Set.of("a=b", "customer=gold"), argus.tags(pk));
        assertEquals("https://tickets.example.org/1", argus.ticketUrl(pk));
        assertEquals(0, argus.openCount(source));
        assertEquals(1, argus.count(source));
    }

    @Test
    void theAlertmanagerToolsSeeTheAlerts() {
        try (LabPrometheus prometheus = LabPrometheus.start(3)) {
            prometheus.fire(2, 2);
            assertEquals(2, Set.copyOf(prometheus.fingerprints()).size());
            prometheus.resolve(1, 1);
            prometheus.killAlertmanager();
            prometheus.runAlertmanager();
            Await.equal(
                    Duration.ofSeconds(30),
                    "alerts after a restart",
                    1,
                    () -> prometheus.fingerprints().size());
        }
    }
}
