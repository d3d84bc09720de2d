package io.github.argusglue.dist.it.chaos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A quiet phase counts only if argus-glue has read each source twice in it. */
final class SeenSnapshotsTest {
    private static final Instant PHASE = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<String> SOURCES = List.of("a", "b");

    private final SeenSnapshots seen = new SeenSnapshots();

    @Test
    void eachSourceIsReadTwice() {
        read("a", 1);
        read("b", 1);
        assertFalse(isSeen(), "once");
        read("a", 3);
        assertFalse(isSeen(), "one of them twice");
        read("b", 3);
        assertTrue(isSeen());
        seen.clear();
        assertFalse(isSeen(), "something was written since");
    }

    @Test
    void whatWasReadBeforeOrTooSoonDoesNotCount() {
        read("a", -1);
        read("b", -1);
        read("a", 2);
        read("b", 2);
        assertFalse(isSeen(), "once in the phase");
        read("a", 3);
        read("b", 3);
        assertFalse(isSeen(), "a second later");
    }

    private void read(String source, int second) {
        seen.add(Map.of(source, PHASE.plusSeconds(second)), PHASE);
    }

    private boolean isSeen() {
        return seen.spanAll(SOURCES, Duration.ofSeconds(2));
    }
}
