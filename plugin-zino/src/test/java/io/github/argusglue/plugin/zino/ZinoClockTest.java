package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of the system clock, forward and back: reading continues and nothing is closed. */
class ZinoClockTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H", "PT-72H"})
    void clockChangeTriggersAFullRead(Duration by) throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.zino.setWithoutNotification(number, "state", "ignored");
            fixture.clock.advance(by);
            assertEquals(
                    "gw1 is not reachable [planned maintenance]",
                    fixture.singleAlert().description());
            fixture.zino.setWithoutNotification(number, "state", "open");
            fixture.clock.advance(fixture.config.resync);
            assertEquals("gw1 is not reachable", fixture.singleAlert().description(), "and at the next resync");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H"})
    void notificationsStillWorkAfterAClockChange(Duration by) throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            fixture.snapshot();
            fixture.clock.advance(by);
            // Reads all cases, since a full read is due. Later changes arrive only through the channel.
            fixture.snapshot();
            fixture.zino.set(number, "priority", "500");
            fixture.awaitSingleAlert(
                    "the priority", alert -> alert.tags().toString().contains("priority=500"));
            Snapshot next = fixture.snapshot();
            assertEquals(1, next.alerts().size());
            assertTrue(next.endings().isEmpty(), next.endings().toString());
        }
    }
}
