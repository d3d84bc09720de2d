package io.github.argusglue.plugin.nagios.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.State;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OverlayTest {
    private static final ObjectKey KEY = ObjectKey.service("h1", "s");
    private final Overlay overlay = new Overlay();

    private void add(State state, long at) {
        overlay.add(new Overlay.Change(KEY, state, "", Instant.ofEpochSecond(at), null, null));
    }

    @Test
    void changeIsDroppedByALaterStatus() {
        overlay.statusRead(Instant.ofEpochSecond(100));
        add(State.CRITICAL, 105);
        overlay.statusRead(Instant.ofEpochSecond(105));
        assertEquals(Set.of(KEY), overlay.keys(), "may have been written before it, in the same second");
        assertEquals(Set.of("h1"), overlay.takeTouchedHosts());
        overlay.statusRead(Instant.ofEpochSecond(106));
        assertEquals(Set.of(), overlay.keys());
        assertEquals(Set.of("h1"), overlay.takeTouchedHosts());
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
        ObjectStatus.Builder status = ObjectStatus.builder(KEY).lastCheck(Instant.ofEpochSecond(90));
        overlay.apply(KEY, State.OK, true, Instant.ofEpochSecond(90), status);
        // A daemon that was killed and says 90 again is older than what is known.
        assertEquals(Instant.ofEpochMilli(90_001), status.build().lastCheck());
    }
}
