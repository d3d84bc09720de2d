package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
    @ParameterizedTest
    @CsvSource({
        "host, host",
        "ifName, if_name",
        "service.name, service_name",
        "HOST, host",
        "ifHCInOctets, if_hcin_octets",
        "a--b, a_b",
        "INDEX, index",
        "9lives, 9lives",
        "Größe, gr_e",
    })
    void derivesValidKeysFromAnyName(String name, String key) {
        assertEquals(key, Tag.of(name, "v").key());
        assertEquals(key, Tag.fitKey(key), "a valid key is unchanged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host", "ho-st", "a b", "å"})
    void constructorRefusesInvalidKeys(String key) {
        assertThrows(IllegalArgumentException.class, () -> new Tag(key, "v"));
    }

    @Test
    void refusesNamesWithoutValidCharacters() {
        assertThrows(IllegalArgumentException.class, () -> Tag.of("", "v"));
    }

    @Test
    void valuesAreStripped() {
        assertEquals("host=sw 1", new Tag("host", " sw 1\n").toString());
        assertEquals("", new Tag("host", " ").value());
    }
}
