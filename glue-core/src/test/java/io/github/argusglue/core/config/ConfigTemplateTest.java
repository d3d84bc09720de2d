package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigTemplate.Extent;
import io.github.argusglue.spi.config.CommonKeys;
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

    private static String all(List<String> types) {
        return ConfigTemplate.of(types, ConfigFixture.types(), Extent.ALL);
    }

    @Test
    void theShortFormHasTheKeysThatMostOperatorsSetAndOneLineAboutEach() {
        AdapterTypes types = AdapterTypes.of(Map.of("cloud", ShortConfig.class));
        assertEquals(
                """
                [argus]
                # URL of the server, without `/api` (URL)
                url = ""

                # Status page, metrics and webhooks.
                [http]
                # Address to listen on: `host:port`, an IPv6 address in brackets, port 0 for any free port; `off` to\
                 disable the endpoint (string)
                #listen = "127.0.0.1:9680"

                # A source. It needs its own source system and token in Argus.
                [sources.cloud]
                # Type of the adapter that reads this source; `argus-glue plugins` lists the types (string)
                type = "cloud"
                # Token of this source in Argus; each source needs its own (secret)
                argus_token = { file = "" }
                # Tags that are added to every incident of this source, such as `{ site = "oslo" }` (table of string)
                #tags = {}
                # Token that webhooks to `/hooks/NAME` must send: as `Authorization: Bearer …`, as the password of\
                 Basic authentication, or in the header `X-Hook-Token` (secret)
                #hook_token = { file = "" }

                # The following keys are those of type 'cloud'.
                # Address of the server, with its path prefix if it has one (URL)
                url = ""
                # Token sent as `Authorization: Bearer` (secret)
                #token = { file = "" }
                # Where it is (string)
                #region = ""
                """.replace("\\\n", ""),
                ConfigTemplate.of(List.of("cloud"), types, Extent.SHORT).replaceFirst("(?s)^.*?(?=\\[argus])", ""));
    }

    @CommonKeys({"token", "region"})
    record ShortConfig(
            @Inline HttpEndpoint endpoint,

            @Doc("Where it is. This is said in the long form only")
            Optional<String> region,

            @Doc("Whether it shines") Optional<String> shine) {}

    @Test
    void theShortFormSaysHowToSeeTheRest() throws ConfigException {
        String text = ConfigTemplate.of(List.of("rich"), ConfigFixture.types(), Extent.SHORT);
        assertTrue(text.contains("The same command with --all writes every key"), text);
        assertFalse(text.contains("[log]") || text.contains("failover") || text.contains("interval"), text);
        new ConfigFixture(folder).load(filled(text));
    }

    @Test
    void allTablesOfTheCoreAreInTheLongForm() throws ConfigException {
        String text = all(List.of("rich"));
        assertTrue(text.contains("\n[http]\n") && text.contains("\n[log]\n"), text);
        assertTrue(text.contains("\n#[failover.NAME]\n# How to check whether the primary is up"), text);
        assertFalse(text.contains("--all"), text);
        String group = text.substring(text.indexOf("#[failover.NAME]"), text.indexOf("# A source."))
                .replace("#address = \"\"", "address = \"nms.example.org:161\"")
                .replace("#[failover.NAME]", "[failover.nms]");
        GlueConfig config =
                new ConfigFixture(folder).load(filled(text).replace("#failover = \"\"", "failover = \"nms\"") + group);
        assertEquals(List.of("nms"), List.copyOf(config.failover().keySet()));
    }

    @Test
    void aCommonKeyThatDoesNotExistIsSaidToTheAuthor() {
        String problem = AdapterRecord.problem(WrongConfig.class).orElse("");
        assertTrue(problem.endsWith(" names 'tokne', which is no key there; did you mean 'token'?"), problem);
    }

    @CommonKeys("tokne")
    record WrongConfig(@Inline HttpEndpoint endpoint) {}

    @Test
    void requiredKeysComeFirstAndAreEmpty() {
        String text = all(List.of("plain"));
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
        String text = all(List.of("rich"));
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
        List<String> faults = new ConfigFixture(folder).faults(all(List.of("rich")));
        assertEquals(3, faults.size(), faults::toString);
        assertTrue(faults.get(0).contains("argus.url: must not be empty"), faults::toString);
        assertTrue(faults.get(1).contains("sources.rich.argus_token.file: expected the path of a file"));
        assertTrue(faults.get(2).contains("sources.rich.url: must not be empty"), faults::toString);
    }

    @Test
    void theTemplateIsValidOnceFilledIn() throws ConfigException {
        String filled = filled(all(List.of("rich", "plain")));
        GlueConfig config = new ConfigFixture(folder).load(filled);
        assertEquals(
                List.of("rich", "plain"),
                config.sources().stream().map(SourceConfig::name).toList());
    }

    @Test
    void theDocumentedDefaultsApply() throws ConfigException {
        ConfigFixture fixture = new ConfigFixture(folder);
        String template = all(List.of("rich"));
        GlueConfig plain = fixture.load(filled(template));
        // Keys with an empty text have no default.
        // A group of failover is none before it has a name.
        template = template.replaceFirst("(?s)#\\[failover.*?(?=# A source)", "");
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
        String text = all(List.of("plain", "plain"));
        assertTrue(text.contains("\n[sources.plain]\n"), text);
        assertTrue(text.contains("\n[sources.plain-2]\n"), text);
    }

    @Test
    void anUnknownType() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> all(List.of("plian")));
        assertEquals(
                "no plugin has type 'plian'; available types: plain, rich; did you mean 'plain'?",
                refused.getMessage());
    }

    @Test
    void keysRequiredByTheConstructorAreNotCommentedOut() {
        AdapterTypes types = AdapterTypes.of(Map.of("strict", StrictConfig.class));
        String text = ConfigTemplate.of(List.of("strict"), types, Extent.ALL);
        assertTrue(text.contains("\nurls = []\n"), text);
        assertTrue(text.contains("\nwords = []\n"), text);
        assertTrue(text.contains("\n#note = \"\"\n"), text);
    }

    @Test
    void keysRequiredOfAnInlinedRecordAreNotCommentedOut() {
        AdapterTypes types = AdapterTypes.of(Map.of("cloud", CloudConfig.class));
        String text = ConfigTemplate.of(List.of("cloud"), types, Extent.ALL);
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
                .replaceFirst("\nargus_token = \\{ file = \"\" }", "\nargus_token = \"t1\"")
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
