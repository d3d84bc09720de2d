package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpiVersionTest {
    @ParameterizedTest
    @CsvSource({
        "0.1,0.1,true",
        "0.2,0.1,false",
        "0.1,0.2,false",
        "1.0,0.9,false",
        "1.2,1.2,true",
        "1.2,1.0,true",
        "1.2,1.3,false",
        "2.0,1.9,false",
        "1.10,1.9.4-SNAPSHOT,true"
    })
    void compatibleVersions(String ours, String plugin, boolean runs) {
        assertEquals(runs, SpiVersion.parse(ours).runs(SpiVersion.parse(plugin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.x", "v1.2", "1.2x", "-1.2", "99999999999.1"})
    void notAVersion(String text) {
        assertThrows(IllegalArgumentException.class, () -> SpiVersion.parse(text));
    }

    @Test
    void buildKnowsItsVersions() {
        BuildInfo info = BuildInfo.read();
        assertEquals(info.spiVersion(), SpiVersion.parse(info.spiVersion().toString()));
        assertEquals(-1, info.version().indexOf('$'));
    }
}
