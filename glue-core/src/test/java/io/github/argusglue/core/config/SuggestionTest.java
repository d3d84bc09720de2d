package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
    private static final List<String> KNOWN = List.of("interval", "url", "urls", "type", "snapshot_timeout");

    @ParameterizedTest
    @CsvSource({
        "intervall,interval",
        "intreval,interval",
        "INTERVAL,",
        "ulr,url",
        "tpye,type",
        "x,",
        "snapshot_time,snapshot_timeout",
        "timeout,",
        "colour,"
    })
    void nearest(String word, String expected) {
        assertEquals(expected == null ? "" : "; did you mean '" + expected + "'?", Suggestion.of(word, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "ab,ba,1", "abc,acb,1", "kitten,sitting,3", "a,b,1"})
    void distance(String one, String other, int expected) {
        assertEquals(expected, Suggestion.distance(one, other));
        assertEquals(expected, Suggestion.distance(other, one));
    }
}
