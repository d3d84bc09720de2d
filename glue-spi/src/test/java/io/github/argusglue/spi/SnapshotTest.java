package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private static final Instant START = Instant.parse("2026-11-20T21:24:18Z");
    private static final Alert ALERT =
            Alert.builder(AlertId.unique("1"), START).scope("oslo").build();
    private static final Ending ENDING = Ending.reported(AlertId.unique("2"), START, "resolved");

    @Test
    void scopesAreNamedOneByOne() {
        Snapshot snapshot = Snapshot.complete(List.of(ALERT))
                .except("oslo", "no answer")
                .withEndings(List.of(ENDING))
                .except("bergen", "503")
                .except("oslo", "repeated");

        assertEquals(Optional.empty(), snapshot.partialReason());
        assertEquals(Map.of("oslo", "no answer", "bergen", "503"), snapshot.unknownScopes());
        assertEquals(
                List.of("oslo", "bergen"), List.copyOf(snapshot.unknownScopes().keySet()));
        assertEquals(List.of(ENDING), snapshot.endings());
        assertEquals(Optional.of("oslo"), ALERT.scope());
    }

    @Test
    void scopeHasAName() {
        Snapshot complete = Snapshot.complete(List.of());
        Alert.Builder builder = Alert.builder(AlertId.unique("1"), START);

        assertThrows(IllegalArgumentException.class, () -> complete.except(" ", "why"));
        assertThrows(IllegalArgumentException.class, () -> builder.scope(""));
    }

    @Test
    void equalsComparesEverything() {
        Snapshot complete = Snapshot.complete(List.of(ALERT));

        assertEquals(complete, Snapshot.complete(List.of(ALERT)));
        assertEquals(complete.hashCode(), Snapshot.complete(List.of(ALERT)).hashCode());
        assertEquals(complete.except("a", "b"), complete.except("a", "b"));
        Ending equal = Ending.reported(AlertId.unique("2"), START, "resolved");
        assertEquals(complete.withEndings(List.of(ENDING)), complete.withEndings(List.of(equal)));
        for (Snapshot other : List.of(
                Snapshot.complete(List.of()),
                Snapshot.partial(List.of(ALERT), "why"),
                complete.except("a", "b"),
                complete.withEndings(List.of(ENDING)))) {
            assertNotEquals(complete, other);
        }
        assertNotEquals(ENDING, Ending.inferred(AlertId.unique("2"), START, "resolved"));
    }

    @Test
    void textNamesWhatDiffers() {
        assertEquals(
                "Snapshot[complete except {oslo=no answer}, alerts [" + ALERT + "]]",
                Snapshot.complete(List.of(ALERT)).except("oslo", "no answer").toString());
        assertEquals(
                "Snapshot[partial (why), alerts [], endings [" + ENDING + "]]",
                Snapshot.partial(List.of(), "why").withEndings(List.of(ENDING)).toString());
    }
}
