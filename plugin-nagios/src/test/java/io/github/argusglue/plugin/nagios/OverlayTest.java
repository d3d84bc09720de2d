package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OverlayTest {
    private static final ObjectKey KEY = ObjectKey.service("h1", "s");
    private final Overlay overlay = new Overlay();

    private void add(State state, long at) {
        overlay.add(new Change(KEY, state, "", Instant.ofEpochSecond(at), null, null));
    }

    @Test
    void changeIsDroppedByALaterStatus() {
        overlay.statusRead(Instant.ofEpochSecond(100));
        add(State.CRITICAL, 105);
        overlay.statusRead(Instant.ofEpochSecond(105));
        assertEquals(Set.of(KEY), overlay.keys(), "may have been written before it, in the same second");
        assertEquals(Set.of("h1"), overlay.takeTouchedHosts());
        assertEquals(Set.of(), overlay.takeTouchedHosts());
        overlay.statusRead(Instant.ofEpochSecond(106));
        assertEquals(Set.of(), overlay.keys());
    }

    @Test
    void clockThatWasSetBackKeepsNoChange() {
        overlay.statusRead(Instant.ofEpochSecond(5_000));
        add(State.CRITICAL, 5_001);
        overlay.statusRead(Instant.ofEpochSecond(1_401));
        assertEquals(Set.of(KEY), overlay.keys());
        overlay.statusRead(Instant.ofEpochSecond(1_411));
        assertEquals(Set.of(), overlay.keys());
    }

    @Test
    void changeThatTheStatusIncludesIsNotTaken() {
        overlay.statusRead(Instant.ofEpochSecond(100));
        add(State.CRITICAL, 99);
        assertNull(overlay.find(KEY));
        assertEquals(Set.of(), overlay.takeTouchedHosts());
    }

    @Test
    void checkOfAChangeIsLaterThanThatInTheStatus() {
        overlay.statusRead(Instant.ofEpochSecond(100));
        add(State.CRITICAL, 105);
        // A daemon that was killed and says 90 again is older than what is known.
        assertEquals(Instant.ofEpochMilli(90_001), applied(State.OK, 90, 90).lastCheck());
    }

    private ObjectStatus applied(State state, long lastCheck, long lastOk) {
        StatusBuilder status = StatusBuilder.of(KEY)
                .state(state)
                .lastCheck(Instant.ofEpochSecond(lastCheck))
                .lastOk(Instant.ofEpochSecond(lastOk))
                .acknowledged(true, null);
        return overlay.apply(status.build());
    }

    @Test
    void statusOfTheSameSecondMayIncludeTheChange() {
        add(State.CRITICAL, 105);
        ObjectStatus included = applied(State.CRITICAL, 105, 105);
        assertEquals(Instant.ofEpochSecond(105), included.lastCheck(), "the next status.dat says the same");
        assertTrue(included.isAcknowledged());
    }

    @Test
    void problemThatWasOverIsAnotherOneUnlessTheStatusKnowsIt() {
        add(State.OK, 105);
        add(State.CRITICAL, 106);
        ObjectStatus another = applied(State.CRITICAL, 90, 90);
        assertEquals(Optional.empty(), another.lastOk());
        assertFalse(another.isAcknowledged());
        assertEquals(
                Optional.of(Instant.ofEpochSecond(106)),
                applied(State.CRITICAL, 106, 106).lastOk());
    }
}
