package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigFixture.Mode;
import io.github.argusglue.core.config.ConfigFixture.Part;
import io.github.argusglue.core.config.ConfigFixture.RichConfig;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.DefaultInterval;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdapterBindingTest {
    @TempDir
    Path folder;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @Test
    void absentKeysTakeTheirDefaults() throws ConfigException {
        RichConfig rich = fixture.rich("url = 'http://x'");
        assertEquals(URI.create("http://x"), rich.endpoint().url());
        assertEquals(Duration.ofSeconds(10), rich.endpoint().access().timeout());
        assertEquals("hello", rich.text());
        assertTrue(rich.flag());
        assertEquals(3, rich.small());
        assertEquals(4, rich.big());
        assertEquals(0.5, rich.share());
        assertEquals(Duration.ofMinutes(90), rich.delay());
        assertEquals(Mode.WARM, rich.mode());
        assertEquals(List.of("a", "b"), rich.words());
        assertEquals(List.of(), rich.numbers());
        assertEquals(Map.of(), rich.levels());
        assertEquals(Optional.empty(), rich.log());
        assertEquals(Optional.empty(), rich.linkToken());
        assertEquals(new Part("n", 1), rich.part());
        assertEquals(List.of(), rich.parts());
        assertEquals(Optional.empty(), rich.extra());
    }

    @Test
    void everyTypeIsRead() throws ConfigException {
        RichConfig rich = fixture.rich("""
                url = "http://x/p"
                timeout = "1s"
                username = "u"
                password = "p"
                text = "t"
                flag = false
                small = 5
                big = -9_000_000_000
                share = 1
                delay = "1d2h3m4s5ms"
                mode = "very_warm"
                words = []
                numbers = [1, 0x10]
                levels = { "a b" = 1, "c.d" = 2 }
                groups = { x = ["1", "2"] }
                log = "logs/x.log"
                link = "mailto:a@b"
                other = "cold"
                pause = "2s"
                link_token = "h"
                part = { name = "p", size = 2 }
                [[sources.oslo.parts]]
                name = "one"
                [[sources.oslo.parts]]
                name = "two"
                size = 3
                [sources.oslo.extra]
                name = "e"
                """);
        assertEquals(Optional.of("u"), rich.endpoint().access().username());
        assertEquals("t", rich.text());
        assertEquals(5, rich.small());
        assertEquals(-9_000_000_000L, rich.big());
        assertEquals(1.0, rich.share());
        assertEquals(
                Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4).plusMillis(5), rich.delay());
        assertEquals(Mode.VERY_WARM, rich.mode());
        assertEquals(List.of(), rich.words());
        assertEquals(List.of(1, 16), rich.numbers());
        assertEquals(Map.of("a b", 1, "c.d", 2), rich.levels());
        assertEquals(Map.of("x", List.of("1", "2")), rich.groups());
        assertEquals(Optional.of(folder.resolve("logs/x.log")), rich.log());
        assertEquals(Optional.of(URI.create("mailto:a@b")), rich.link());
        assertEquals(Optional.of(Mode.COLD), rich.other());
        assertEquals(Optional.of(Duration.ofSeconds(2)), rich.pause());
        assertEquals("h", rich.linkToken().orElseThrow().reveal());
        assertEquals(new Part("p", 2), rich.part());
        assertEquals(List.of(new Part("one", 1), new Part("two", 3)), rich.parts());
        assertEquals(Optional.of(new Part("e", 1)), rich.extra());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text = 5|text: expected a string, got an integer",
                "flag = 'yes'|flag: expected true or false, got a string",
                "small = 1.0|small: expected an integer, got a floating-point number",
                "small = 0|small: must be between 1 and 5, got 0",
                "small = 3_000_000_000|small: must be between -2147483648 and 2147483647",
                "big = 11|big: must be at most 10, got 11",
                "share = 0.2|share: must be at least 0.25, got 0.2",
                "share = nan|share: must be a finite number",
                "delay = 5|delay: expected a duration such as \"30s\", got an integer; add a unit",
                "delay = '5'" + "|delay: '5' is not a duration; examples: \"250ms\", \"10s\", \"5m\","
                        + " \"1h30m\", \"1d\"",
                "mode = 'WARM'|mode: 'WARM' is not allowed; use one of 'cold', 'warm', 'very_warm'",
                "mode = 'wram'"
                        + "|mode: 'wram' is not allowed; use one of 'cold', 'warm', 'very_warm'; did you mean 'warm'?",
                "mode = true|mode: expected a string ('cold', 'warm', 'very_warm'), got a boolean",
                "words = 'a'|words: expected an array (array of string), got a string",
                "words = ['a', 2, 'c', {}]"
                        + "|words[1]: expected a string, got an integer && words[3]: expected a string, got a table",
                "levels = 7|levels: expected a table, got an integer",
                "levels = { \"a b\" = 'x' }|levels.\"a b\": expected an integer, got a string",
                "groups = { x = [1] }|groups.x[0]: expected a string, got an integer",
                "log = ''|log: must not be empty",
                "link = 'a b'|link: not a valid URL: 'a b': it must begin with http:// or https://",
                "link = '127.0.0.1:59459'"
                        + "|link: not a valid URL: '127.0.0.1:59459': it must begin with http:// or https://",
                "link = 'http://x/a b'|link: not a valid URL: 'http://x/a b': ' ' is not allowed there",
                "link = 'http://u:pw@x y/'"
                        + "|link: not a valid URL: 'http://****@x y/': Illegal character in authority",
                "pause = '1ms'|pause: must be at least 1s, got \"1ms\"",
                "link_token = 5"
                        + "|link_token: expected { file = \"/path\" }, { env = \"NAME\" } or a string, got an integer",
                "link_token = ''|link_token: must not be empty",
                "link_token = { value = 'x' }"
                        + "|link_token: expected { file = \"/path\" }, { env = \"NAME\" } or a string, got a table with"
                        + " other keys",
                "link_token = { file = 'x', env = 'y' }"
                        + "|link_token: expected { file = \"/path\" }, { env = \"NAME\" } or a string, got a table with"
                        + " other keys",
                "link_token = { env = 'NOPE' }|link_token.env: environment variable 'NOPE' is not set",
                "link_token = { env = 'BLANK' }|link_token.env: environment variable 'BLANK' is empty",
                "link_token = { env = 7 }|link_token.env: expected the name of an environment variable",
                "link_token = { file = '' }|link_token.file: expected the path of a file",
                "link_token = { file = 'gone' }|link_token.file: secret file 'gone' does not exist",
                "part = {}|part.name: missing; expected string",
                "part = { name = ' ' }|part.name: 'name' must not be blank",
                "part = { name = 'bug' }|part: check failed: java.lang.IllegalStateException: a bug",
                "parts = [{ name = 'a', sise = 1 }]|parts[0].sise: unknown key; did you mean 'size'?",
                "parts = [1]|parts[0]: expected a table, got an integer",
                "username = 'u'|username: 'username' and 'password' must be given together",
                "url2 = 'x'|url2: unknown key; did you mean 'url'?",
                "intervall = '1s'|intervall: unknown key; did you mean 'interval'?",
                "quite_another = 1|quite_another: unknown key",
                "delay = 2026-11-20|delay: expected a duration such as \"30s\", got a date or time",
            })
    void oneWrongKey(String line, String expected) {
        fixture.environment.put("BLANK", "");
        List<String> faults = fixture.richFaults("url = 'http://x'\n" + line);
        List<String> messages = faults.stream()
                .map(fault -> fault.replaceFirst("^c.toml:\\d+:\\d+: sources.oslo\\.?", ""))
                .toList();
        assertEquals(List.of(expected.split(" && ")), messages);
    }

    @Test
    void faultsHaveThePlaceOfTheKey() {
        assertEquals(
                List.of(
                        "c.toml:3:1: sources.oslo.url: missing; expected URL",
                        "c.toml:7:3: sources.oslo.delay: expected a duration such as \"30s\", got a boolean",
                        "c.toml:9:1: sources.oslo.parts[0].name: missing; expected string"),
                fixture.richFaults("text = 'x'\n  delay = true\n# comment\n[[sources.oslo.parts]]\nsize = 1\n"));
    }

    @ParameterizedTest
    @ValueSource(classes = {Odd.class, Twice.class, Around.class, BadRange.class, NoTable.class, Boxed.class})
    void unsupportedRecordsAreRejected(Class<? extends Record> type) {
        assertThrows(IllegalArgumentException.class, () -> RecordType.of(type));
    }

    @Test
    void coreAndAdapterKeysAreDistinct() {
        assertEquals(
                Set.of(),
                Set.copyOf(SourceSection.CORE.keyNames().stream()
                        .filter(RecordType.of(RichConfig.class).keyNames()::contains)
                        .toList()));
    }

    @Test
    void aTypeCanHaveAnotherDefaultOfTheInterval() throws ConfigException {
        AdapterTypes types = AdapterTypes.of(Map.of("plain", Slow.class));
        assertEquals(Duration.ofMinutes(2), intervalOf(types, ""));
        assertEquals(Duration.ofSeconds(30), intervalOf(ConfigFixture.types(), ""));
        assertEquals(Duration.ofSeconds(7), intervalOf(types, "interval = '7s'"));
        assertTrue(ConfigTemplate.of(List.of("plain"), types, ConfigTemplate.Extent.ALL)
                .contains("#interval = \"2m\"\n"));
    }

    private Duration intervalOf(AdapterTypes types, String keys) throws ConfigException {
        return fixture.loader()
                .load(fixture.write(ConfigFixture.GOOD_START + keys), types)
                .sources()
                .get(0)
                .interval();
    }

    @ParameterizedTest
    @ValueSource(classes = {Slowest.class, Timeless.class})
    void aBadDefaultOfTheIntervalIsSaidToTheAuthor(Class<? extends Record> type) {
        assertTrue(AdapterRecord.problem(type).orElse("").contains("'interval'"));
        assertEquals(Optional.empty(), AdapterRecord.problem(Slow.class));
    }

    /** Only a default that is in force, because the operator has not decided. */
    @Test
    void defaultsThatLeaveOutProblems() throws ConfigException {
        assertEquals(
                List.of("soft = false (SOFT states)", "mode = \"warm\" (what is cold)", "words = [\"a\"] (others)"),
                hidingDefaults("loud = true"));
        assertEquals(
                List.of("mode = \"warm\" (what is cold)"),
                hidingDefaults("soft = false\nwords = []"),
                "the same value");
    }

    private List<String> hidingDefaults(String keys) throws ConfigException {
        AdapterTypes types = AdapterTypes.of(Map.of("plain", Hiding.class));
        GlueConfig config = fixture.loader().load(fixture.write(ConfigFixture.GOOD_START + keys), types);
        return config.tableOf(config.sources().get(0)).hidingDefaults(Hiding.class);
    }

    record Hiding(
            @Default("false") @LeavesOut("SOFT states") boolean soft,
            @Default("false") boolean loud,
            @Inline HidingMore more) {}

    record HidingMore(
            @Default("warm") @LeavesOut("what is cold") Mode mode,
            @Default("[\"a\"]") @LeavesOut("others") List<String> words) {}

    @DefaultInterval("2m")
    record Slow() {}

    @DefaultInterval("2h")
    record Slowest() {}

    @DefaultInterval("often")
    record Timeless() {}

    /** The token is in a record that is inlined in the inlined one. */
    @Test
    void aKeyThatIsOptionalElsewhereCanBeRequired() throws ConfigException {
        AdapterTypes types = AdapterTypes.of(Map.of("plain", Cloud.class));
        Path file = fixture.write(ConfigFixture.GOOD_START + "url = 'http://x'");
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> fixture.loader().load(file, types));
        assertEquals(
                List.of("c.toml:3:1: sources.oslo.token: missing; expected secret: { file = \"/path\" },"
                        + " { env = \"NAME\" } or a string"),
                thrown.faults().stream()
                        .map(fault -> fault.toString().replace(folder + "/", ""))
                        .toList());
        Path whole = fixture.write(ConfigFixture.GOOD_START + "url = 'http://x'\ntoken = 't'\n");
        GlueConfig config = fixture.loader().load(whole, types);
        Cloud cloud = config.tableOf(config.sources().get(0)).bind(Cloud.class);
        assertEquals("t", cloud.endpoint().access().token().orElseThrow().reveal());
        assertEquals(Optional.empty(), cloud.endpoint().access().username());
    }

    record Cloud(@Inline(require = "token") HttpEndpoint endpoint) {}

    @ParameterizedTest
    @ValueSource(classes = {Unknown.class, WithDefault.class})
    void aRequiredKeyThatCannotBeOneIsSaidToTheAuthor(Class<? extends Record> type) {
        String problem = AdapterRecord.problem(type).orElse("");
        assertTrue(problem.startsWith("component 'endpoint': @Inline requires '"), problem);
    }

    record Unknown(@Inline(require = "key") HttpEndpoint endpoint) {}

    record WithDefault(@Inline(require = "timeout") HttpEndpoint endpoint) {}

    record Odd(Set<String> set) {}

    record Twice(String name, @Inline Part part) {}

    record Around(Optional<Around> inner) {}

    record BadRange(@Range(min = "x") int number) {}

    record NoTable(@Inline @Default("x") String text) {}

    record Boxed(Integer number) {}
}
