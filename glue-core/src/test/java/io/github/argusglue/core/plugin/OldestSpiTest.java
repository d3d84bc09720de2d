package io.github.argusglue.core.plugin;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.adapter.PluginAdapterMaker;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.spi.Snapshot;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin that was compiled against the oldest SPI that is supported; src/test/oldest-spi/build.sh has made its jar.
 */
final class OldestSpiTest {
    @TempDir
    Path folder;

    @Test
    void itLoadsAndGivesASnapshot() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (InputStream jar = requireNonNull(OldestSpiTest.class.getResourceAsStream("oldest-spi.jar"))) {
            Files.copy(jar, plugins.resolve("oldest.jar"));
        }
        PluginRegistry registry = new PluginLoader(BuildInfo.read().spiVersion()).load(plugins);
        assertEquals(List.of(), registry.faults());
        Path file = Files.writeString(
                folder.resolve("c.toml"),
                "argus.url = 'http://a'\n[sources.oslo]\ntype = 'oldest'\nargus_token = 't'\n");
        GlueConfig config = new ConfigLoader(name -> null, plugins).load(file, registry);
        AdapterSettings settings = new AdapterSettings(
                "oslo",
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                new AdapterEnvironment(
                        new AdapterStore(folder.resolve("state")),
                        HttpClients.inMemory(Clock.systemUTC()),
                        "0123456789abcdef",
                        URI.create("http://a/")));
        Snapshot snapshot = OneSnapshot.snapshot(
                settings,
                new PluginAdapterMaker(
                        registry.adapter("oldest").orElseThrow(),
                        config.tableOf(config.sources().get(0))),
                Clock.systemUTC());
        assertEquals("old of oslo", snapshot.alerts().get(0).description());
    }
}
