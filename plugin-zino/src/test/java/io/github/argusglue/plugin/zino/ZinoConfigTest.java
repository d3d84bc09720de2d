package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.CaseDisplayConfig.Band;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lists every configuration key once, and checks which values are refused. */
class ZinoConfigTest {
    private static final List<String> KEYS = List.of(
            "server",
            "port",
            "notify_port",
            "user",
            "secret",
            "timeout",
            "resync",
            "bfd",
            "port_description",
            "port_states",
            "skip_states",
            "maintenance",
            "close_on",
            "hold_lost",
            "default_domain",
            "level_default",
            "levels",
            "levels.min_priority",
            "levels.level",
            "details_url",
            "incident_ids",
            "acknowledge",
            "tickets",
            "close_cases",
            "history");

    @Test
    void hasTheseKeys() {
        RecordCoverage.assertAllKeys(ZinoConfig.class, Set.copyOf(KEYS));
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "plugins", "zino.md"));
        for (String key : KEYS) {
            String row = "| `" + key.replace("levels.", "levels[].") + "` |";
            assertTrue(document.contains(row), "docs/plugins/zino.md has no row for '" + key + "'");
        }
    }

    @Test
    void refusesInvalidValues() {
        assertRefused("'server' must be", config -> config.server = "http://zino");
        assertRefused("'server' must be", config -> config.server = " ");
        assertRefused("'user' must be", config -> config.user = "two words");
        assertRefused("'user' must be", config -> config.user = "x\r\nQUIT");
        assertRefused("'port_description' is not", config -> config.portDescription = "(");
        assertRefused("'details_url' contains a brace", config -> config.detailsUrl = Optional.of("https://x/{case"));
        assertRefused("'details_url' is not a URL", config -> config.detailsUrl = Optional.of("https://x y/{case}"));
        assertRefused(
                "'levels' has min_priority 5 twice", config -> config.levels = List.of(new Band(5, 1), new Band(5, 2)));
    }

    private static void assertRefused(String message, Consumer<ZinoConfigBuilder> change) {
        ZinoConfigBuilder config = new ZinoConfigBuilder();
        change.accept(config);
        String actual = String.valueOf(
                assertThrows(IllegalArgumentException.class, config::build).getMessage());
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void toStringMasksTheSecret() {
        String shown = new ZinoConfigBuilder().build().toString();
        assertFalse(shown.contains(ZinoConfigBuilder.SECRET), shown);
    }

    @Test
    void highestMatchingBandApplies() {
        ZinoConfigBuilder config = new ZinoConfigBuilder();
        config.levels = List.of(new Band(100, 4), new Band(500, 1), new Band(300, 2));
        CaseDisplayConfig presentation = config.display();
        assertEquals(1, presentation.severity(1000).level());
        assertEquals(1, presentation.severity(500).level());
        assertEquals(2, presentation.severity(350).level());
        assertEquals(4, presentation.severity(100).level());
        assertEquals(3, presentation.severity(0).level());
    }

    @Test
    void addsTheDomainToNamesWithoutADot() {
        ZinoConfigBuilder config = new ZinoConfigBuilder();
        assertEquals("gw1", config.display().host("gw1"));
        config.defaultDomain = Optional.of("example.org");
        assertEquals("gw1.example.org", config.display().host("gw1"));
        assertEquals("gw1.example.net", config.display().host("gw1.example.net"));
        config.defaultDomain = Optional.of("");
        assertEquals("gw1", config.display().host("gw1"));
    }

    @Test
    void addressesOfIpv6AreWrittenInBrackets() {
        ZinoConfigBuilder config = new ZinoConfigBuilder();
        config.server = "2001:db8::1";
        assertEquals("[2001:db8::1]:8001", config.build().address());
    }
}
