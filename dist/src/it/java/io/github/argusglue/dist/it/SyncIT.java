package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many alerts start and end, and nothing else changes in Argus. */
@ExtendWith(Lab.class)
final class SyncIT {
    private static final int CYCLES = 10;

    private final LabArgus argus;

    SyncIT(LabArgus argus) {
        this.argus = argus;
    }

    @Test
    void aThousandAlertsFireAndSixHundredEnd() {
        try (LabPrometheus prometheus = LabPrometheus.start(1000);
                Installation glue = new Installation(argus, prometheus)) {
            prometheus.fire(1000, 1000);
            int before = argus.writes();
            glue.start();
            glue.awaitOpen(1000);
            glue.awaitEqual();
            glue.assertRests();
            assertEquals(1000, argus.writes() - before, "writing requests for 1,000 new alerts");
            restCostsAtMostTwoRequestsACycle();
            glue.assertLogs("STA", 1000);

            prometheus.resolve(600, 400);
            glue.awaitOpen(400);
            glue.awaitEqual();
            glue.assertRests();
            assertEquals(1600, argus.writes() - before, "writing requests for 1,000 new and 600 ended alerts");
            glue.assertLogs("STA", 400, "STA END", 600);
        }
    }

    private void restCostsAtMostTwoRequestsACycle() {
        int before = argus.requests("");
        int writesBefore = argus.writes();
        Await.staysEqual(Duration.ofSeconds(CYCLES), "writing requests at rest", writesBefore, argus::writes);
        int requests = argus.requests("") - before;
        assertTrue(requests <= 2 * (CYCLES + 1), requests + " requests in " + CYCLES + " cycles of a second");
        assertTrue(requests > 0, "no requests at all: does it still look?");
    }
}
