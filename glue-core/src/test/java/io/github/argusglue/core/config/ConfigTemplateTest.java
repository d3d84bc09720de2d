package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code init} is accepted by {@code check}. */
final class ConfigTemplateTest {
    @TempDir
    Path folder;

    @Test
    void requiredKeysComeFirstAndAreEmpty() {
        String text = ConfigTemplate.of(List.of("plain"), ConfigFixture.types());
        assertTrue(
                text.contains("\n[sources.plain]\n# Type of the adapter that reads this source; `argus-glue"
                        + " plugins` lists the types"
                        + " (string)\ntype = \"plain\"\n# Token of this source"),
                text);
        assertTrue(text.contains("\nargus_token = { file = \"\" }\n"), text);
        assertTrue(text.contains("\n[argus]\n# URL of the server, without `/api` (URL)\nurl = \"\"\n"), text);
    }

    @Test
    void optionalKeysAreCommentedOutWithTheirDefaults() {
        String text = ConfigTemplate.of(List.of("rich"), ConfigFixture.types());
        assertTrue(text.contains("\n#interval = \"30s\"\n"), text);
        assertTrue(text.contains("\n#mass_close = {}\n"), text);
        assertTrue(
                text.contains("\n#   at_least: Number of incidents that may be closed within the time without"
                        + " confirmation, unless these are all open incidents (integer, at least 0)\n"),
                text);
        assertTrue(text.contains("\n# The following keys are those of type 'rich'.\n"), text);
        assertTrue(text.contains("\n#words = [\"a\", \"b\"]\n"), text);
        assertTrue(text.contains("\n#mode = \"warm\"\n"), text);
        assertTrue(text.contains("\n#extra = { name = \"\" }\n"), text);
    }

    @Test
    void missingValuesAreReported() {
        List<String> faults =
                new ConfigFixture(folder).faults(ConfigTemplate.of(List.of("rich"), ConfigFixture.types()));
        assertEquals(3, faults.size(), faults::toString);
        assertTrue(faults.get(0).contains("argus.url: must not be empty"), faults::toString);
        assertTrue(faults.get(1).contains("sources.rich.argus_token.file: expected the path of a file"));
        assertTrue(faults.get(2).contains("sources.rich.url: must not be empty"), faults::toString);
    }

    @Test
    void theTemplateIsValidOnceFilledIn() throws ConfigException {
        String filled = filled(ConfigTemplate.of(List.of("rich", "plain"), ConfigFixture.types()));
        GlueConfig config = new ConfigFixture(folder).load(filled);
        assertEquals(
                List.of("rich", "plain"),
                config.sources().stream().map(SourceConfig::name).toList());
    }

    @Test
    void theDocumentedDefaultsApply() throws ConfigException {
        ConfigFixture fixture = new ConfigFixture(folder);
        String template = ConfigTemplate.of(List.of("rich"), ConfigFixture.types());
        GlueConfig plain = fixture.load(filled(template));
        // Keys with an empty text have no default.
        GlueConfig whole = fixture.load(filled(template.replaceAll("(?m)^#([a-z_]+ = (?!\"\"|\\{ ).*)$", "$1")));
        assertEquals(withoutMark(plain), withoutMark(whole));
    }

    private static List<String> withoutMark(GlueConfig config) {
        return config.effective().stream()
                .map(line -> line.replace("  # default", ""))
                .filter(line -> !line.endsWith(" = {}") && !line.endsWith(" = []"))
                .toList();
    }

    @Test
    void aTypeNamedTwiceBecomesTwoSources() {
        String text = ConfigTemplate.of(List.of("plain", "plain"), ConfigFixture.types());
        assertTrue(text.contains("\n[sources.plain]\n"), text);
        assertTrue(text.contains("\n[sources.plain-2]\n"), text);
    }

    @Test
    void anUnknownType() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> ConfigTemplate.of(List.of("plian"), ConfigFixture.types()));
        assertEquals(
                "no plugin has type 'plian'; available types: plain, rich; did you mean 'plain'?",
                refused.getMessage());
    }

    @Test
    void keysRequiredByTheConstructorAreNotCommentedOut() {
        AdapterTypes types = AdapterTypes.of(Map.of("strict", StrictConfig.class));
        String text = ConfigTemplate.of(List.of("strict"), types);
        assertTrue(text.contains("\nurls = []\n"), text);
        assertTrue(text.contains("\nwords = []\n"), text);
        assertTrue(text.contains("\n#note = \"\"\n"), text);
    }

    @Test
    void keysRequiredOfAnInlinedRecordAreNotCommentedOut() {
        AdapterTypes types = AdapterTypes.of(Map.of("cloud", CloudConfig.class));
        String text = ConfigTemplate.of(List.of("cloud"), types);
        assertTrue(text.contains("\nusername = \"\"\n"), text);
        assertTrue(text.contains("\npassword = { file = \"\" }\n"), text);
        assertTrue(text.contains("\n#token = { file = \"\" }\n"), text);
        assertEquals(
                List.of("**required**", "**required**", ""),
                Stream.of("username", "password", "token")
                        .map(key -> row(ReferenceWriter.table(CloudConfig.class), key))
                        .toList());
    }

    /** Returns what the reference says about the default of a key. */
    private static String row(String reference, String key) {
        return reference
                .lines()
                .filter(line -> line.startsWith("| `" + key + "` |"))
                .findFirst()
                .orElseThrow()
                .split(" *\\| *", -1)[3];
    }

    record CloudConfig(
            @Inline(require = {"username", "password"}) HttpEndpoint endpoint) {}

    private static String filled(String template) {
        return template.replace("\nurl = \"\"", "\nurl = \"https://x.example.org\"")
                .replaceFirst("\\{ file = \"\" }", "\"t1\"")
                .replace("{ file = \"\" }", "\"t2\"");
    }

    /** Requires keys although their types are optional. */
    record StrictConfig(
            @Doc("Addresses") List<URI> urls,
            @Doc("Words") List<String> words,
            @Doc("A note") Optional<String> note) {
        StrictConfig {
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("'urls' is missing");
            }
            if (words.isEmpty()) {
                throw new IllegalArgumentException("'words' is missing");
            }
        }
    }
}
