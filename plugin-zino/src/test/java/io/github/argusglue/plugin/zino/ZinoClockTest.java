package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the machine is set, back or forth: nothing stops for it, and nothing is closed. */
class ZinoClockTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H", "PT-72H"})
    void whatZinoNeverAnnouncesIsSeenAtOnce(Duration by) throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.zino.setSilently(number, "state", "ignored");
            desk.clock.advance(by);
            assertEquals(
                    "gw1 is not reachable [planned maintenance]", desk.only().description());
            desk.zino.setSilently(number, "state", "open");
            desk.clock.advance(desk.config.resync);
            assertEquals("gw1 is not reachable", desk.only().description(), "and the next time when it is due");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H"})
    void whatZinoAnnouncesIsSeenAndNothingIsClosed(Duration by) throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            desk.look();
            desk.clock.advance(by);
            // Reads everything, as it is due; what follows is told by the channel alone.
            desk.look();
            desk.zino.set(number, "priority", "500");
            desk.awaitOnly("the priority", alert -> alert.tags().toString().contains("priority=500"));
            Snapshot next = desk.look();
            assertEquals(1, next.alerts().size());
            assertTrue(next.endings().isEmpty(), next.endings().toString());
        }
    }
}
