package io.github.argusglue.core.apply;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoisonDetectorTest {
    private final PoisonDetector watch = new PoisonDetector();

    private static Action alert(String key, String description) {
        return new Action.Create(
                new DesiredIncident(
                        AlertId.unique(key), Instant.EPOCH, 3, description, List.of(), "", "", Map.of(), null),
                key,
                null);
    }

    private static Action end(long pk, Instant at) {
        return new Action.End(AlertId.unique("a"), pk, "a", at, "over", null);
    }

    private void othersGetThrough(int times) {
        for (int i = 0; i < times; i++) {
            watch.success();
        }
    }

    @Test
    void alertThatFailsWhileOthersSucceedIsGivenUp() {
        for (int i = 0; i < 4; i++) {
            assertFalse(watch.failed(alert("a", "x")));
            othersGetThrough(2);
        }
        assertTrue(watch.failed(alert("a", "x")));
    }

    @Test
    void failingServerIsNoReasonToGiveUp() {
        for (int i = 0; i < 50; i++) {
            assertFalse(watch.failed(alert("a", "x")));
            assertFalse(watch.failed(alert("b", "x")));
        }
    }

    @Test
    void endIsGivenUpForItsIncidentOnly() {
        for (int i = 0; i < 4; i++) {
            assertFalse(watch.failed(end(1, Instant.EPOCH.plusSeconds(i))));
            othersGetThrough(2);
        }
        assertFalse(watch.failed(end(2, Instant.EPOCH)));
        assertTrue(watch.failed(end(1, Instant.EPOCH.plusSeconds(4))));
    }

    @Test
    void changedAlertIsCountedAgain() {
        for (int i = 0; i < 4; i++) {
            watch.failed(alert("a", "x"));
            othersGetThrough(2);
        }
        assertFalse(watch.failed(alert("a", "y")));
    }
}
