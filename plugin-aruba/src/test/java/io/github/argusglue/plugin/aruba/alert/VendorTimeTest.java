package io.github.argusglue.plugin.aruba.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that clouds have been seen to write. */
class VendorTimeTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-07T18:40:00Z",
                "2026-01-07T18:40:00.000Z",
                "2026-01-07T19:40:00+01:00",
                "2026-01-07 18:40:00Z",
                "1767811200",
                "1767811200000",
                "1767811200.5"
            })
    void timeIsRead(String text) {
        assertEquals(Instant.parse("2026-01-07T18:40:00Z"), VendorTime.parse(JSON.textNode(text)));
    }

    @Test
    void numbersAreRead() {
        assertEquals(Instant.parse("2026-01-07T18:40:00Z"), VendorTime.parse(JSON.numberNode(1767811200L)));
        assertEquals(Instant.parse("2026-01-07T18:40:00Z"), VendorTime.parse(JSON.numberNode(1767811200000L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "0",
                "-1",
                "2026-01-07",
                "9999999999999",
                "1999-12-31T23:59:59Z",
                "2026-13-01T00:00:00Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertNull(VendorTime.parse(JSON.textNode(text)));
    }

    @Test
    void nothingIsNone() {
        assertNull(VendorTime.parse(null));
        assertNull(VendorTime.parse(JSON.nullNode()));
        assertNull(VendorTime.parse(JSON.objectNode()));
        assertNull(VendorTime.parse(JSON.numberNode(-1.7976931348623157e308)));
    }
}
