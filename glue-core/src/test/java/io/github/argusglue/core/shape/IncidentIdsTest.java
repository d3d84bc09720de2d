package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IncidentIdsTest {
    private static final Instant START = Instant.parse("2026-11-20T21:24:18Z");

    static List<String> hostile() {
        return List.of(
                "a",
                "web1/http",
                "x@20261399T000000Z",
                "x@20261120T212418Z",
                "x@20261120T212418Z~2",
                "a~2",
                "a~",
                "~2",
                "a~1234567",
                "a@",
                "@20261120T212418Z",
                "@",
                "Z",
                "ærlig/øl/日本/🙈",
                "a b",
                "{\"json\":true}",
                "0");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aKeyedIdIsReadBackFromItsIncident(String key) {
        AlertId id = AlertId.startedAt(key, START);

        assertEquals(Optional.of(id), IncidentIds.alertOf(incident(id.value(), Map.of())));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aUniqueIdIsReadBackFromItsIncident(String text) {
        AlertId id = AlertId.unique(text);

        assertEquals(Optional.of(id), IncidentIds.alertOf(incident(id.value(), IncidentIds.mark(id, null, Map.of()))));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aSequelIsReadBackAsTheSameAlert(String text) {
        for (AlertId id : List.of(AlertId.startedAt(text, START), AlertId.unique(text))) {
            String second = IncidentIds.sequel(id, id.value());
            String third = IncidentIds.sequel(id, second);

            assertEquals(id.value() + "~2", second);
            assertEquals(id.value() + "~3", third);
            assertEquals(Optional.of(id), IncidentIds.alertOf(incident(third, IncidentIds.mark(id, null, Map.of()))));
        }
    }

    @Test
    void sequelContinuesTheUsedId() {
        AlertId id = AlertId.unique("17@x").withIncidentId("17");
        for (String used : List.of("17", "17~2", "17@x", "17@x~2")) {
            assertEquals(true, IncidentIds.isIdUsedBy(id, used), used);
        }
        assertEquals(false, IncidentIds.isIdUsedBy(id, "170"));
        assertEquals("17~2", IncidentIds.sequel(id, "17"));
        assertEquals("17~3", IncidentIds.sequel(id, "17~2"));
        assertEquals("17@x~2", IncidentIds.sequel(id, "17@x"));
        assertEquals("17@x~4", IncidentIds.sequel(id, "17@x~3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "x@20261399T000000Z",
                "x@20260230T000000Z",
                "x@20261120T240000Z",
                "x@20261120 212418Z",
                "x@20261120T212418",
                "x@２０２６１１２０T212418Z",
                "x_20261120T212418Z",
                "@20261120T212418Z",
                " @20261120T212418Z",
                "x@20261120T212418Z~",
                "x@20261120T212418Z~1234567",
                "3c8d3ae2a4a60b1f_1795219155"
            })
    void whatWeDidNotMakeIsNotOurs(String sourceIncidentId) {
        assertEquals(Optional.empty(), IncidentIds.alertOf(incident(sourceIncidentId, Map.of())));
    }

    @Test
    void nonTextMarkIsIgnored() {
        Stream.of(7, true, List.of("a"), "", " ")
                .forEach(mark -> assertEquals(
                        Optional.empty(), IncidentIds.alertOf(incident("4711", Map.of(IncidentIds.MARK, mark)))));
    }

    @Test
    void adapterCannotSetTheMark() {
        AlertId keyed = AlertId.startedAt("a", START);
        AlertId unique = AlertId.unique("b");
        Map<String, Object> metadata = Map.of(IncidentIds.MARK, "somebody", "x", 1);

        assertEquals(Map.of("x", 1), IncidentIds.mark(keyed, null, metadata));
        assertEquals(Map.of("x", 1, IncidentIds.MARK, "b"), IncidentIds.mark(unique, null, metadata));
    }

    @Test
    void scopeIsReadBackFromTheMetadata() {
        AlertId keyed = AlertId.startedAt("a", START);
        AlertId unique = AlertId.unique("b");

        assertEquals(Map.of(IncidentIds.SCOPE, "bergen"), IncidentIds.mark(keyed, "bergen", Map.of()));
        assertEquals("bergen", IncidentIds.scopeOf(IncidentIds.mark(unique, "bergen", Map.of("x", 1))));
        assertNull(
                IncidentIds.scopeOf(IncidentIds.mark(unique, null, Map.of(IncidentIds.SCOPE, "set by the adapter"))));
        assertNull(IncidentIds.scopeOf(Map.of(IncidentIds.SCOPE, 7)));
    }

    @Test
    void lastDayOfAYearIsParsed() {
        AlertId id = AlertId.startedAt("a", Instant.parse("2028-02-29T23:59:59Z"));

        assertEquals("a@20280229T235959Z", id.value());
        assertEquals(Optional.of(id), IncidentIds.alertOf(incident(id.value(), Map.of())));
    }

    private static Incident incident(String sourceIncidentId, Map<String, Object> metadata) {
        return IncidentSketch.incident(1, sourceIncidentId).metadata(metadata).build();
    }
}
