package io.github.argusglue.plugin.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadManTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final DeadMan deadMan = new DeadMan(LIMIT, START);

    @Test
    void silenceIsAnIncidentUntilSomethingIsReceived() {
        Instant heard = START.plusSeconds(60);
        assertEquals(Optional.empty(), deadMan.alert(heard, heard.plus(LIMIT)));
        Alert alert = deadMan.alert(heard, heard.plus(LIMIT).plusMillis(1)).orElseThrow();
        assertEquals(heard, alert.startedAt());
        assertEquals(Optional.empty(), alert.heldReason());
        assertTrue(alert.description().startsWith("Nothing received since 2026-11-21T12:01:00Z"), alert.description());
        assertEquals(Optional.empty(), deadMan.alert(heard.plus(LIMIT), heard.plus(LIMIT)));
    }

    /** Otherwise each restart would end the incident of a sender that is still silent. */
    @Test
    void afterAStartNobodyKnowsUntilTheTimeIsOver() {
        Alert unknown = deadMan.alert(Instant.MIN, START.plusSeconds(1)).orElseThrow();
        assertTrue(unknown.heldReason().isPresent());
        assertEquals(Optional.empty(), deadMan.holdReason(Instant.MIN, START.plusSeconds(1)));
        Alert silent =
                deadMan.alert(Instant.MIN, START.plus(LIMIT).plusSeconds(1)).orElseThrow();
        assertEquals(Optional.empty(), silent.heldReason());
        assertTrue(deadMan.holdReason(Instant.MIN, START.plus(LIMIT).plusSeconds(1))
                .isPresent());
    }

    @Test
    void withoutALimitSilenceIsNoFault() {
        assertEquals(Optional.empty(), new DeadMan(null, START).alert(Instant.MIN, Instant.MAX));
    }
}
