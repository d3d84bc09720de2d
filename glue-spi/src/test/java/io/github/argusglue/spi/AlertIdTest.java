package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertIdTest {
    private static final Instant START = Instant.parse("2026-11-20T21:24:18.987654Z");

    @Test
    void uniqueIdIsUnchanged() {
        AlertId id = AlertId.unique("f3a1c0de-55aa");
        assertEquals("f3a1c0de-55aa", id.value());
        assertEquals("f3a1c0de-55aa", id.key());
        assertEquals(Optional.empty(), id.startedAt());
        assertTrue(id.isUnique());
    }

    @Test
    void occurrenceIdContainsItsStartInSeconds() {
        AlertId id = AlertId.startedAt("web1/http", START);
        assertEquals("web1/http@20261120T212418Z", id.value());
        assertEquals(id.value(), id.toString());
        assertEquals("web1/http", id.key());
        assertEquals(Optional.of(Instant.parse("2026-11-20T21:24:18Z")), id.startedAt());
        assertFalse(id.isUnique());
    }

    @Test
    void differentStartsAreDifferentIdsOfTheSameKey() {
        AlertId id = AlertId.startedAt("k", START);
        assertEquals(id, AlertId.startedAt("k", START.plusMillis(3)));
        assertEquals(id.hashCode(), AlertId.startedAt("k", START.plusSeconds(9)).hashCode());
        assertNotEquals(id, AlertId.startedAt("k", START.plusSeconds(1)));
        assertNotEquals(id, AlertId.startedAt("l", START));
    }

    @Test
    void uniqueAndStartedAtIdsAreNeverEqual() {
        assertNotEquals(AlertId.unique("k@20261120T212418Z"), AlertId.startedAt("k", START));
        assertNotEquals(AlertId.unique("k"), AlertId.startedAt("k", START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "a\0b"})
    void refusesBlankKeysAndNul(String key) {
        assertThrows(IllegalArgumentException.class, () -> AlertId.unique(key));
        assertThrows(IllegalArgumentException.class, () -> AlertId.startedAt(key, START));
    }

    @Test
    void incidentIdChangesTheValueButNotTheIdentity() {
        AlertId id = AlertId.unique("17@x");
        AlertId named = id.withIncidentId("17");
        assertEquals("17", named.value());
        assertEquals("17", named.toString());
        assertEquals("17@x", named.key());
        assertEquals(id, named);
        assertEquals(named, id);
        assertEquals(id.hashCode(), named.hashCode());
        assertEquals("18", named.withIncidentId("18").value());
        assertThrows(IllegalArgumentException.class, () -> id.withIncidentId(" "));
        assertThrows(
                IllegalStateException.class, () -> AlertId.startedAt("k", START).withIncidentId("17"));
    }
}
