package io.github.argusglue.core.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"-5, 0 s", "0, 0 s", "89, 89 s", "90, 1 min", "5399, 89 min", "5400, 1 h", "172799, 47 h", "172800, 2 d"
    })
    void ages(long seconds, String words) {
        assertEquals(words, Format.age(NOW.minusSeconds(seconds), NOW));
    }

    @Test
    void emptyLevelsAreOmitted() {
        assertEquals("1,234 critical, 1 information", Format.levels(List.of(1234, 0, 0, 0, 1)));
        assertEquals("", Format.levels(List.of(0, 0, 0, 0, 0)));
        assertEquals("5 information", Format.level(9));
    }

    @Test
    void surrogatePairsAreNotSplit() {
        assertEquals("ab…", Format.shorten("ab\ud83d\ude00c", 3));
        assertEquals("ab\ud83d\ude00…", Format.shorten("ab\ud83d\ude00c", 4));
        assertEquals("abc", Format.shorten("abc", 3));
    }

    @Test
    void timesAreShownInUtc() {
        assertEquals("2026-11-21 12:00:00 UTC", Format.time(NOW));
    }
}
