package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0s,PT0S",
        "250ms,PT0.25S",
        "10s,PT10S",
        "1h30m,PT1H30M",
        "1d,PT24H",
        "90m,PT90M",
        "1d2h3m4s5ms,PT26H3M4.005S",
        "999999999d,PT23999999976H"
    })
    void good(String text, Duration expected) {
        assertEquals(expected, DurationText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "s",
                "-5s",
                "+5s",
                "1.5h",
                "10 s",
                "5M",
                "30m1h",
                "5s5s",
                "1w",
                "1e3s",
                "٥s",
                "1000000000000s"
            })
    void bad(String text) {
        assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    }

    @Test
    void formatIsTheInverseOfParse() {
        Random random = new Random(20261120);
        for (int i = 0; i < 1_000; i++) {
            Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)));
            assertEquals(duration, DurationText.parse(DurationText.format(duration)));
        }
        assertEquals("1h30m", DurationText.format(Duration.ofMinutes(90)));
    }
}
