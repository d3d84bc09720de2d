package io.github.argusglue.plugin.generic.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
    private static final TimeText IN_OSLO = new TimeText(null, ZoneId.of("Europe/Oslo"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T21:30:55Z, 2026-11-20T21:30:55Z",
        "2021-10-12T09:51:03.157076+02:00, 2021-10-12T07:51:03.157076Z",
        "2026-11-20T21:30:55+0100, 2026-11-20T20:30:55Z",
        "2026-11-20 21:30:55 UTC, 2026-11-20T21:30:55Z",
        "2026-11-20T21:30Z, 2026-11-20T21:30:00Z",
        "2026-11-20T21:30:55.123456, 2026-11-20T20:30:55.123456Z",
        "2026-07-20 21:30:55, 2026-07-20T19:30:55Z",
        "2026.11.20 21:30:55, 2026-11-20T20:30:55Z",
        "1795469455, 2026-11-23T21:30:55Z",
        "1795469455.5, 2026-11-23T21:30:55.500Z",
        "1795469455250, 2026-11-23T21:30:55.250Z",
        "1795469455250000, 2026-11-23T21:30:55.250Z",
    })
    void readsUsualForms(String text, Instant expected) {
        assertEquals(Optional.of(expected), IN_OSLO.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "infinity", "0001-01-01T00:00:00Z", " "})
    void knowsHowNoTimeIsWritten(String text) {
        assertEquals(Optional.empty(), IN_OSLO.read(text));
    }

    @Test
    void readsTheConfiguredForm() {
        TimeText times = new TimeText("EEE MMM d HH:mm:ss yyyy", ZoneId.of("UTC"));
        assertEquals(Optional.of(Instant.parse("2026-11-20T21:30:55Z")), times.read("Fri Nov 20 21:30:55 2026"));
        assertEquals(
                "'2026-11-20' is not a time as 'time_format' says",
                assertThrows(MappingException.class, () -> times.read("2026-11-20"))
                        .getMessage());
    }

    @Test
    void needsAZone() {
        TimeText times = new TimeText(null, null);
        assertEquals(
                "'2026-11-20 21:30:55' has no time zone; set 'timezone', for example to \"UTC\"",
                assertThrows(MappingException.class, () -> times.read("2026-11-20 21:30:55"))
                        .getMessage());
    }

    @Test
    void refusesWhatIsNoTime() {
        String message = assertThrows(MappingException.class, () -> IN_OSLO.read("yesterday"))
                .getMessage();
        assertEquals(
                "'yesterday' is not a time; 'time_format' can say how times are written that are neither ISO 8601 nor"
                        + " seconds or milliseconds since 1970",
                message);
    }
}
