package io.github.argusglue.core.apply;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoisonDetectorTest {
    private final PoisonDetector watch = new PoisonDetector();
    private Instant now = Instant.parse("2026-11-23T06:42:44Z");

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
            watch.succeeded(end(100 + i, Instant.EPOCH));
        }
    }

    @Test
    void alertThatFailsWhileOthersSucceedIsGivenUp() {
        for (int i = 0; i < 4; i++) {
            assertFalse(watch.failed(alert("a", "x"), now));
            othersGetThrough(2);
        }
        assertTrue(watch.failed(alert("a", "x"), now));
    }

    @Test
    void failingServerIsNoReasonToGiveUp() {
        for (int i = 0; i < 50; i++) {
            assertFalse(watch.failed(alert("a", "x"), now));
            assertFalse(watch.failed(alert("b", "x"), now));
        }
    }

    @Test
    void endIsGivenUpForItsIncidentOnly() {
        for (int i = 0; i < 4; i++) {
            assertFalse(watch.failed(end(1, Instant.EPOCH.plusSeconds(i)), now));
            othersGetThrough(2);
        }
        assertFalse(watch.failed(end(2, Instant.EPOCH), now));
        assertTrue(watch.failed(end(1, Instant.EPOCH.plusSeconds(4)), now));
    }

    @Test
    void changedAlertIsCountedAgain() {
        for (int i = 0; i < 4; i++) {
            watch.failed(alert("a", "x"), now);
            othersGetThrough(2);
        }
        assertFalse(watch.failed(alert("a", "y"), now));
    }

    /** An alert that comes and goes: its incident is ended again and again, and now and then the answer is lost. */
    @Test
    void successesOfTheSameActionCount() {
        for (int i = 0; i < 50; i++) {
            assertFalse(watch.failed(end(1, Instant.EPOCH), now), "failure " + i);
            watch.succeeded(end(1, Instant.EPOCH));
            othersGetThrough(2);
        }
    }

    /** Nothing else was written for the incident in the meantime, because each of them had taken effect. */
    @Test
    void oldFailuresAreForgotten() {
        for (int i = 0; i < 50; i++) {
            assertFalse(watch.failed(end(1, Instant.EPOCH), now), "failure " + i);
            othersGetThrough(2);
            now = now.plus(Duration.ofMinutes(11));
        }
    }
}
