package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.Presentation.Band;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The keys of the configuration, each once, and what they must not say. */
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
    void everyKeyHasItsRowInTheDocumentation() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "plugins", "zino.md"));
        for (String key : KEYS) {
            String row = "| `" + key.replace("levels.", "levels[].") + "` |";
            assertTrue(document.contains(row), "docs/plugins/zino.md has no row for '" + key + "'");
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused("'server' must be", config -> config.server = "http://zino");
        assertRefused("'server' must be", config -> config.server = " ");
        assertRefused("'user' must be", config -> config.user = "two words");
        assertRefused("'user' must be", config -> config.user = "x\r\nQUIT");
        assertRefused("'port_description' is no", config -> config.portDescription = "(");
        assertRefused("'details_url' has a brace", config -> config.detailsUrl = Optional.of("https://x/{case"));
        assertRefused("'details_url' is no address", config -> config.detailsUrl = Optional.of("https://x y/{case}"));
        assertRefused(
                "'levels' has min_priority 5 twice", config -> config.levels = List.of(new Band(5, 1), new Band(5, 2)));
    }

    private static void assertRefused(String message, Consumer<ConfigBuilder> change) {
        ConfigBuilder config = new ConfigBuilder();
        change.accept(config);
        String said = String.valueOf(
                assertThrows(IllegalArgumentException.class, config::build).getMessage());
        assertTrue(said.startsWith(message), said);
    }

    @Test
    void showsNoSecret() {
        String shown = new ConfigBuilder().build().toString();
        assertFalse(shown.contains(ConfigBuilder.SECRET), shown);
    }

    @Test
    void theHighestBandThatIsReachedCounts() {
        ConfigBuilder config = new ConfigBuilder();
        config.levels = List.of(new Band(100, 4), new Band(500, 1), new Band(300, 2));
        Presentation presentation = config.presentation();
        assertEquals(1, presentation.severity(1000).level());
        assertEquals(1, presentation.severity(500).level());
        assertEquals(2, presentation.severity(350).level());
        assertEquals(4, presentation.severity(100).level());
        assertEquals(3, presentation.severity(0).level());
    }

    @Test
    void namesWithoutADotGetTheDomain() {
        ConfigBuilder config = new ConfigBuilder();
        assertEquals("gw1", config.presentation().host("gw1"));
        config.defaultDomain = Optional.of("example.org");
        assertEquals("gw1.example.org", config.presentation().host("gw1"));
        assertEquals("gw1.example.net", config.presentation().host("gw1.example.net"));
        config.defaultDomain = Optional.of("");
        assertEquals("gw1", config.presentation().host("gw1"));
    }

    @Test
    void addressesOfIpv6AreWrittenInBrackets() {
        ConfigBuilder config = new ConfigBuilder();
        config.server = "2001:db8::1";
        assertEquals("[2001:db8::1]:8001", config.build().address());
    }
}
