package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the operator guide are valid. */
final class GuideExampleTest {
    private static final Pattern BLOCK = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
    private static final String ARGUS = "[argus]\nurl = \"https://argus.example.org\"\n";

    @TempDir
    Path folder;

    @Test
    void rules() throws Exception {
        SourceConfig source = load(ARGUS + block("rules.md", "[[sources.oslo.rules]]"));

        assertEquals(4, source.rules().size());
        assertTrue(source.rules().get(0).drop());
        assertEquals(Map.of("instance", "host"), source.rules().get(1).renameTags());
    }

    @Test
    void storms() throws Exception {
        SourceConfig source = load(
                ARGUS + block("storms.md", "open_after") + "type = \"alertmanager\"\nargus_token = \"t\"\nurls = []\n");

        assertEquals(Duration.ofMinutes(1), source.openAfter());
        assertEquals(500, source.maxOpen());
        assertEquals(Optional.of(new Flap(6, Duration.ofMinutes(30), Duration.ofMinutes(15))), source.flap());
    }

    private SourceConfig load(String text) throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.toml"), text.replace("{ file = \"/etc/argus-glue/oslo.token\" }", "\"t\""));
        return new ConfigLoader(name -> null, folder)
                .load(file, AdapterTypes.of(Map.of("alertmanager", Urls.class)))
                .sources()
                .get(0);
    }

    private static String block(String page, String with) throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "operate", page)));
        while (blocks.find()) {
            if (blocks.group(1).contains(with)) {
                return blocks.group(1);
            }
        }
        throw new IllegalStateException(page + " has no example with " + with);
    }

    /** Keys that the example has for its adapter. */
    record Urls(List<String> urls) {}
}
