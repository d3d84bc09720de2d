package io.github.argusglue.plugin.generic.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.Doc;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MappingConfigTest {

    @Test
    void hasTheseKeys() {
        assertEquals(
                List.of(
                        "picture",
                        "items",
                        "parse",
                        "when",
                        "message",
                        "messages",
                        "key",
                        "id",
                        "at",
                        "start",
                        "end",
                        "timezone",
                        "timeFormat",
                        "level",
                        "levels",
                        "description",
                        "detailsUrl",
                        "ticketUrl",
                        "reason",
                        "tags",
                        "tagsFrom",
                        "metadata",
                        "metadataFrom",
                        "acknowledgement",
                        "suppressed",
                        "scope",
                        "ttl",
                        "incidentId"),
                Arrays.stream(MappingConfig.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        Stream.of(MappingConfig.class, TagsFrom.class, AcknowledgementMapping.class, SuppressionMapping.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .forEach(key -> assertTrue(key.isAnnotationPresent(Doc.class), key.getName()));
    }

    private static String fault(MappingTable table) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, table::config).getMessage());
    }

    private static MappingTable with(String key, Object value) {
        return new MappingTable().with("key", "/name").with(key, value);
    }

    /** Each message begins with the key, so that the fault is reported at its line. */
    @Test
    void saysWhichKeyIsWrong() {
        assertEquals("either 'key' or 'id' is required", fault(new MappingTable()));
        assertEquals("'id' and 'key' exclude each other", fault(with("id", "/id")));
        assertEquals(
                "'start' = '{begin}': 'begin' is no JSON Pointer: it must begin with '/', or with '^/' for the whole"
                        + " document",
                fault(with("start", "{begin}")));
        assertEquals(
                "'items' = 'alerts' is no JSON Pointer: it must begin with '/', or with '^/' for the whole document",
                fault(with("items", "alerts")));
        assertEquals(
                "'parse' = '/a|/b' must be one JSON Pointer, such as '/alerts'",
                fault(with("parse", List.of("/a|/b"))));
        assertEquals(
                "'when' = '/a=~x': only '=' and '!=' are supported here, not '=~'; expected '/pointer=value'",
                fault(with("when", List.of("/a=~x"))));
        assertEquals(
                "'tags': 'ifName' is no name of a tag; use a-z, 0-9 and _, as in 'if_name'",
                fault(with("tags", Map.of("ifName", "/x"))));
        assertEquals(
                "'messages' has no effect without 'message'", fault(with("messages", Map.of("x", MessageKind.OPEN))));
        assertEquals("'levels' has no effect without 'level'", fault(with("levels", Map.of("x", 1))));
        assertEquals("'incident_id' is only possible with 'id'", fault(with("incidentId", "/x")));
        assertEquals(
                "'timezone': 'Oslo' is no time zone; use one such as UTC or Europe/Oslo",
                fault(with("timezone", "Oslo")));
        assertEquals("'time_format' is no pattern: Unknown pattern letter: b", fault(with("timeFormat", "bbb")));
        assertEquals(
                "'when' is missing: it says which alerts are acknowledged",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new AcknowledgementMapping(List.of(), "", Optional.empty(), "", Optional.empty()))
                        .getMessage());
    }

    @Test
    void aStartOfItsOwnIsStable() {
        assertFalse(with("at", "/at").config().startsAreStable());
        assertTrue(with("start", "/start").config().startsAreStable());
    }
}
