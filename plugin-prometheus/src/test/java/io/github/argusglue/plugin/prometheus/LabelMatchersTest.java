package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matchers in Alertmanager's syntax. */
class LabelMatchersTest {
    private static final Map<String, String> LABELS =
            Map.of("alertname", "Watchdog", "severity", "none", "path", "a,b={c}", "service.name", "dns \"x\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "alertname=\"Watchdog\";true",
                "alertname=Watchdog;true",
                "{alertname=\"Watchdog\", severity!=\"critical\"};true",
                "{alertname=\"Watchdog\",severity=\"critical\"};false",
                "severity=~\"non|x\";false",
                "severity =~ \"no.*|x\";true",
                "severity!~\"no.*\";false",
                "alertname=\"Watch.*\";false",
                "absent=\"\";true",
                "absent!=\"\";false",
                "path=\"a,b={c}\";true",
                "\"service.name\"=\"dns \\\"x\\\"\";true",
                "{};true",
            })
    void matches(String text, boolean expected) {
        assertEquals(expected, LabelMatchers.parse("watchdog", text).matches(LABELS), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Watchdog", "a=\"b", "=x", "a=~\"[\"", "a=b c=d\"", "a=\"b\" and c=\"d\""})
    void refusesInvalidMatchers(String text) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> LabelMatchers.parse("watchdog", text))
                        .getMessage());
        assertTrue(message.startsWith("'watchdog' ") && message.contains(text), message);
    }

    @Test
    void equalsRecordedResultsOfAmtool() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LabelMatchersTest.class.getResourceAsStream("matchers-amtool.jsonl")),
                StandardCharsets.UTF_8))) {
            AmtoolResults.check(lines);
        }
    }

    @Test
    void allMatchersMustMatch() {
        assertFalse(LabelMatchers.parse("filter", List.of("alertname=Watchdog", "severity=x"))
                .matches(LABELS));
        LabelMatchers none = LabelMatchers.parse("filter", List.of());
        assertTrue(none.isEmpty() && none.matches(LABELS));
        assertTrue(LabelMatchers.parse("watchdog", "").isEmpty());
    }
}
