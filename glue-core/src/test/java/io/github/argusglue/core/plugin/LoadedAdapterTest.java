package io.github.argusglue.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a line in the configuration, through a jar on disk, to an adapter. */
final class LoadedAdapterTest {
    @TempDir
    Path folder;

    @Test
    void theAdapterIsCreatedFromTheSourcesTable() throws Exception {
        SourceAdapter adapter =
                create("if (!config.url().equals(\"u\")) throw new IllegalStateException(config.url());");
        assertEquals(List.of(), adapter.snapshot().alerts());
        assertEquals(
                "PluginClassLoader",
                adapter.getClass().getClassLoader().getClass().getSimpleName());
    }

    @Test
    void theFactoryMayRejectTheConfiguration() {
        ConfigException refused = assertThrows(
                ConfigException.class, () -> create("if (true) throw new IllegalArgumentException(\"no such host\");"));
        assertEquals("[sources.oslo]: no such host", refused.getMessage());
    }

    @Test
    void anythingElseIsTheFaultOfThePlugin() {
        SourceException failed = assertThrows(
                SourceException.class, () -> create("if (true) throw new IllegalStateException(\"boo\");"));
        assertSame(SourceException.Kind.BAD_ANSWER, failed.kind());
        assertTrue(String.valueOf(failed.getMessage()).startsWith("plugin 'p' 1.2.3: create() failed with"));
    }

    private SourceAdapter create(String code)
            throws IOException, ConfigException, SourceException, InterruptedException {
        JarPlugin.good("one").with("/*CREATE*/", code).write(folder.resolve("plugins/p.jar"));
        PluginRegistry plugins = new PluginLoader(BuildInfo.read().spiVersion()).load(folder.resolve("plugins"));
        Path file = Files.writeString(
                folder.resolve("c.toml"),
                "argus.url = 'http://a'\n[sources.oslo]\ntype = 'one'\nargus_token = 't'\nurl = 'u'\n");
        GlueConfig config = new ConfigLoader(name -> null, folder).load(file, plugins);
        return plugins.adapter("one")
                .orElseThrow()
                .create(config.tableOf(config.sources().get(0)), new TestContext("oslo", Clock.systemUTC()));
    }
}
