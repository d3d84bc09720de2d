package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.core.expression.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

final class ConfigLoaderTest {
    @TempDir
    Path folder;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @Test
    void smallestFileTakesTheDefaults() throws ConfigException {
        GlueConfig config = fixture.load(ConfigFixture.GOOD_START);
        assertEquals(folder.resolve("state"), config.stateDir());
        assertEquals(folder.resolve("plugins"), config.pluginsDir());
        assertEquals(
                Map.of(
                        "default",
                        new ArgusConfig(
                                URI.create("https://argus.example.org"),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(10),
                                Duration.ofHours(6),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                config.argus());
        SourceConfig oslo = config.sources().get(0);
        assertEquals("oslo", oslo.name());
        assertEquals("plain", oslo.type());
        assertEquals("default", oslo.argus());
        assertEquals("t1", oslo.argusToken().reveal());
        assertEquals(Duration.ofSeconds(30), oslo.interval());
        assertEquals(Duration.ofMinutes(1), oslo.snapshotTimeout());
        assertEquals(Map.of(), oslo.tags());
        assertEquals(OnPersonClose.RESPECT, oslo.onPersonClose());
        assertEquals(Suppressed.SHOW, oslo.suppressed());
        assertEquals(Duration.ofDays(1), oslo.personCloseHolds());
        assertEquals(Duration.ofMinutes(15), oslo.reopenWithin());
        assertEquals(false, oslo.closeUnknown());
        assertEquals(Duration.ofMinutes(1), oslo.updateInterval());
        assertEquals(new MassClose(1, 30, Duration.ofMinutes(15)), oslo.massClose());
        assertEquals(config.argus().get("default"), config.argusOf(oslo));
    }

    @Test
    void everyKeyIsRead() throws ConfigException, IOException {
        fixture.writeCertificate("ca.pem");
        fixture.writeClientCertificate("argus-client.pem", "rw-------");
        GlueConfig config = fixture.load("""
                state_dir = "/var/lib/x"
                plugins_dir = "more/plugins"
                [http]
                listen = "[::1]:0"
                hosts = ["glue.example.org"]
                connections_per_address = 9
                hook_max_bytes = 2048
                hook_timeout = "3s"
                hook_rate = 7
                hooks_at_once = 2
                [argus.main]
                url = "http://a:8000/prefix"
                timeout = "5s"
                resync = "1h"
                full_listing = "12h"
                ca_file = "ca.pem"
                client_certificate = "argus-client.pem"
                proxy = "http://proxy:3128"
                [sources.a-1]
                type = "plain"
                argus = "main"
                argus_token = "t"
                interval = "1m"
                snapshot_timeout = "2m"
                max_answer_bytes = 70000
                tags = { site = "oslo", z = "1", a = "2" }
                on_person_close = "reopen"
                suppressed = "hold"
                person_close_holds = "3d"
                reopen_within = "0s"
                close_unknown = true
                update_interval = "5m"
                heartbeat = "2m"
                mass_close = { at_least = 5, percent = 100, within = "20m" }
                hook_token = "h"
                open_hook = true
                open_after = "1m"
                close_after = "2m"
                flap = { changes = 3, within = "1h", hold = "5m" }
                max_open = 1000
                [[sources.a-1.rules]]
                match = ['host=~"web.*"', "severity!=none"]
                from = "host"
                regex = "(.*)\\\\.example\\\\.org"
                level = 2
                remove_tags = ["severity"]
                rename_tags = { instance = "host" }
                tags = { site = "$1", room = "{site}" }
                description = "{host}: {alert.description}"
                details_url = "https://nms/?h={host}"
                stop = true
                [[sources.a-1.rules]]
                match = []
                drop = true
                """);
        assertEquals(Path.of("/var/lib/x"), config.stateDir());
        assertEquals(folder.resolve("more/plugins"), config.pluginsDir());
        assertEquals(
                new HttpConfig("[::1]:0", List.of("glue.example.org"), 9, 2048, Duration.ofSeconds(3), 7, 2),
                config.http());
        assertEquals(new ListenAddress("::1", 0), config.http().address());
        ArgusConfig argus = config.argus().get("main");
        assertEquals(
                new ArgusConfig(
                        URI.create("http://a:8000/prefix"),
                        Duration.ofSeconds(5),
                        Duration.ofHours(1),
                        Duration.ofHours(12),
                        Optional.of(folder.resolve("ca.pem")),
                        Optional.of(folder.resolve("argus-client.pem")),
                        Optional.of(URI.create("http://proxy:3128"))),
                argus);
        SourceConfig source = config.sources().get(0);
        assertEquals("main", source.argus());
        assertEquals(Duration.ofMinutes(1), source.interval());
        assertEquals(Duration.ofMinutes(2), source.snapshotTimeout());
        assertEquals(70_000, source.maxAnswerBytes());
        assertEquals(List.of("site", "z", "a"), List.copyOf(source.tags().keySet()));
        assertEquals(OnPersonClose.REOPEN, source.onPersonClose());
        assertEquals(Suppressed.HOLD, source.suppressed());
        assertEquals(Duration.ofDays(3), source.personCloseHolds());
        assertEquals(Duration.ZERO, source.reopenWithin());
        assertTrue(source.closeUnknown());
        assertEquals(Duration.ofMinutes(5), source.updateInterval());
        assertEquals(Duration.ofMinutes(2), source.heartbeat());
        assertEquals(new MassClose(5, 100, Duration.ofMinutes(20)), source.massClose());
        assertEquals("h", source.hookToken().orElseThrow().reveal());
        assertTrue(source.openHook());
        assertEquals(Duration.ofMinutes(1), source.openAfter());
        assertEquals(Duration.ofMinutes(2), source.closeAfter());
        assertEquals(Optional.of(new Flap(3, Duration.ofHours(1), Duration.ofMinutes(5))), source.flap());
        assertEquals(1000, source.maxOpen());
        assertEquals(2, source.rules().size());
        RuleConfig rule = source.rules().get(0);
        assertEquals(
                Optional.of(List.of(Matchers.parse("host=~\"web.*\""), Matchers.parse("severity!=none"))),
                rule.match());
        assertEquals(Optional.of("host"), rule.from());
        assertEquals(Optional.of(Regex.parse("(.*)\\.example\\.org")), rule.regex());
        assertFalse(rule.drop());
        assertEquals(Optional.of(2), rule.level());
        assertEquals(List.of("severity"), rule.removeTags());
        assertEquals(Map.of("instance", "host"), rule.renameTags());
        assertEquals(Map.of("site", Template.parse("$1"), "room", Template.parse("{site}")), rule.tags());
        assertEquals(Optional.of(Template.parse("{host}: {alert.description}")), rule.description());
        assertEquals(Optional.of(Template.parse("https://nms/?h={host}")), rule.detailsUrl());
        assertTrue(rule.stop());
        assertTrue(source.rules().get(1).drop());
    }

    @Test
    void everyFaultOfARuleHasItsPlace() {
        assertEquals(
                List.of(
                        "c.toml:7:25: sources.oslo.rules[0].match[1]: '(' is not a valid regular expression (RE2):"
                                + " missing closing )",
                        "c.toml:8:1: sources.oslo.rules[0].level: must be between 1 and 5, got 6",
                        "c.toml:9:10: sources.oslo.rules[0].tags.site: 'a {b': the '{' at character 3 is"
                                + " not closed; write {{ for a literal brace",
                        "c.toml:10:1: sources.oslo.rules[0].levle: unknown key; did you mean 'level'?"),
                faults("""
                        [[sources.oslo.rules]]
                        match = ['host="web1"', 'severity=~"("', "host=a"]
                        level = 6
                        tags = { site = "a {b" }
                        levle = 3
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "level = 1|rules[0]: 'match' is missing; use match = [] to match every alert",
                "match = []|rules[0]: the rule does nothing: add drop, level, tags, rename_tags, remove_tags,"
                        + " description, details_url or stop",
                "match = [] ;; drop = true ;; level = 1"
                        + "|rules[0].drop: 'drop' cannot be combined with other actions; remove them",
                "match = [] ;; drop = true ;; from = 'x'|rules[0].from: 'from' requires 'regex'",
                "match = [] ;; drop = true ;; regex = 'x'|rules[0].regex: 'regex' requires 'from'",
                "match = [] ;; tags = { Site = 'x' }"
                        + "|rules[0].tags: 'tags': tag key 'Site' does not match [a-z0-9_]{1,100}; did you"
                        + " mean 'site'?",
                "match = [] ;; rename_tags = { a = 'if-name' }|rules[0].rename_tags: 'rename_tags': tag key"
                        + " 'if-name' does"
                        + " not match [a-z0-9_]{1,100}; did you mean 'if_name'?",
                "match = [] ;; remove_tags = ['']"
                        + "|rules[0].remove_tags: 'remove_tags': tag key '' does not match [a-z0-9_]{1,100}",
                "match = [] ;; tags = { a = '$1' }|rules[0].tags: 'tags': '$1' uses group '1' of 'regex', and the rule"
                        + " has no 'regex'; write $$ for a literal dollar sign",
                "match = [] ;; description = '${x}' ;; from = 'a' ;; regex = '(b)'"
                        + "|rules[0].description: 'description': '${x}' uses group 'x' of 'regex', which"
                        + " does not have it; write $$ for a literal dollar sign",
                "match = [] ;; level = 1 ;; from = 'alert.x' ;; regex = 'y'"
                        + "|rules[0].from: 'from': unknown field 'alert.x'; expected a tag or one of"
                        + " alert.description, alert.details_url, alert.key, alert.level",
                "match = 'host=a' ;; level = 1|rules[0].match: expected an array (array of matchers), got a string",
                "match = [1] ;; level = 1|rules[0].match[0]: expected a string (matchers), got an integer",
                "match = ['host=a b'] ;; level = 1|rules[0].match[0]: 'host=a b': expected a comma at"
                        + " character 8 ('b')",
            })
    void errorsInRulesAreReported(String rule, String fault) {
        List<String> faults = faults("[[sources.oslo.rules]]\n" + rule.replace(" ;; ", "\n") + "\n");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).endsWith(": sources.oslo." + fault), faults::toString);
    }

    private List<String> faults(String more) {
        return fixture.faults(ConfigFixture.GOOD_START + more);
    }

    @Test
    void whatIsAllowedButWeakIsAWarning() throws Exception {
        Path plugins = Files.createDirectories(fixture.folder.resolve("plugins"));
        Path jar = Files.writeString(plugins.resolve("x.jar"), "");
        String weak = "plugins_dir = \"" + plugins + "\"\n"
                + ConfigFixture.GOOD_START.replace("https://argus", "http://argus") + "hook_token = \"x\"\n";
        Path file = Files.writeString(fixture.folder.resolve("weak.toml"), weak);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        ConfigLoader loader = new ConfigLoader(name -> null, plugins);
        List<String> warnings = loader.load(file, ConfigFixture.types()).warnings().stream()
                .map(Fault::message)
                .toList();
        assertEquals(6, warnings.size(), warnings::toString);
        assertTrue(warnings.get(2).startsWith("this file is writable by everyone"), warnings::toString);
        assertTrue(warnings.get(3).startsWith("'" + jar + "' in the plugins folder is writable"), warnings::toString);
        assertTrue(warnings.get(4).startsWith("tokens and incidents are sent unencrypted"), warnings::toString);
        assertTrue(warnings.get(5).startsWith("shorter than 16 characters"), warnings::toString);

        Files.writeString(
                file,
                weak.replace("http://argus.example.org", "http://[::1]:8000").replace("\"x\"", "\"0123456789abcdef\""));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(List.of(), loader.load(file, ConfigFixture.types()).warnings());
    }

    @Test
    void stateIsWhereTheServiceCanWrite() throws Exception {
        assertEquals(Path.of("/var/lib/argus-glue"), usualStateDir("/etc/argus-glue", Map.of()));
        assertEquals(Path.of("/opt/x/state"), usualStateDir("/opt/x", Map.of()));
        Map<String, String> systemd = Map.of("STATE_DIRECTORY", "/var/lib/glue:/var/lib/other");
        assertEquals(Path.of("/var/lib/glue"), usualStateDir("/etc/argus-glue", systemd));
        fixture.environment.putAll(systemd);
        GlueConfig config = fixture.load(ConfigFixture.GOOD_START);
        assertEquals(Path.of("/var/lib/glue"), config.stateDir());
        assertTrue(
                config.effective().contains("state_dir = \"/var/lib/glue\"  # default"), config.effective()::toString);

        Path file = Files.writeString(fixture.folder.resolve("file"), "");
        String message = fixture.load("state_dir = \"" + file + "/state\"\n" + ConfigFixture.GOOD_START)
                .warnings()
                .toString();
        assertTrue(message.contains("state_dir: user '"), message);
        assertTrue(message.contains("cannot write to '" + file + "/state'"), message);
    }

    private static Path usualStateDir(String folder, Map<String, String> environment) {
        return new ConfigDraft(
                        Node.root(Toml.parse("")),
                        () -> new Binding("c.toml", Path.of(folder), environment::get),
                        Path.of("plugins"),
                        Optional.empty())
                .stateDir();
    }

    @Test
    void credentialsInTheUrlOfArgusAreRefusedWithoutNamingKeysThatDoNotExist() {
        assertEquals(
                List.of("c.toml:2:1: argus.url: 'url' contains credentials: remove them; each source has its own token,"
                        + " 'argus_token'"),
                fixture.faults(ConfigFixture.GOOD_START.replace(
                        "https://argus.example.org", "https://u:p@argus.example.org")));
    }

    @Test
    void allFaultsComeAtOnceInTheOrderOfTheFile() {
        assertEquals(
                List.of(
                        "c.toml:1:1: sate_dir: unknown key; did you mean 'state_dir'?",
                        "c.toml:3:1: argus.url: 'url' must be like https://host:port/prefix, not 'ftp://x'",
                        "c.toml:4:1: sources.Oslo: the name of a source must be a lower case letter"
                                + " followed by lower case"
                                + " letters, digits and '-', got 'Oslo'",
                        "c.toml:4:1: sources.Oslo.argus_token: missing; expected secret: { file = \"/path\" },"
                                + " { env = \"NAME\" } or a string",
                        "c.toml:6:1: sources.Oslo.intervall: unknown key; did you mean 'interval'?",
                        "c.toml:7:1: sources.Oslo.snapshot_timeout: must be between 1s and 1h, got \"2h\"",
                        "c.toml:9:1: sources.bergen.type: no plugin has type 'plian'; available types:"
                                + " plain, rich; did you"
                                + " mean 'plain'?"),
                fixture.faults("""
                        sate_dir = "x"
                        [argus]
                        url = "ftp://x"
                        [sources.Oslo]
                        type = "plain"
                        intervall = "30s"
                        snapshot_timeout = "2h"
                        [sources.bergen]
                        type = "plian"
                        argus_token = "t"
                        """));
    }

    @Test
    void allSyntaxFaultsAreReportedWithoutSecrets() {
        List<String> faults = fixture.faults("a = 1\na = 2\ntoken = 12hunter2\nb =\n");
        assertEquals(
                List.of(
                        "c.toml:2:1: a previously defined at line 1, column 1",
                        "c.toml:3:11: Unexpected text, expected a newline or end-of-input",
                        "c.toml:4:4: Unexpected end of line, expected a value"),
                faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "argus = 1\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:1:1: argus: expected a table with 'url', got an integer",
                "[argus]\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:1:1: argus.url: missing; expected URL",
                "[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:1:1: argus: missing; add a table [argus] with 'url'",
                "[argus]\\nurl='http://a'"
                        + "|c.toml:1:1: sources: no sources; add a table [sources.NAME] with 'type' and"
                        + " 'argus_token'",
                "sources = []\\n[argus]\\nurl='http://a'"
                        + "|c.toml:1:1: sources: expected tables [sources.NAME], got an array",
                "[argus]\\nurl='http://a'\\n[sources]\\nx=true"
                        + "|c.toml:4:1: sources.x: expected a table [sources.NAME], got a boolean",
                "[argus.A]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus='A'\\nargus_token='t'"
                        + "|c.toml:1:1: argus.A: the name of an Argus server must be a lower case letter"
                        + " followed by lower case letters, digits and '-', got 'A'",
                "[argus.aa]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus='ab'\\nargus_token='t'"
                        + "|c.toml:5:1: sources.a.argus: there is no Argus server 'ab'; existing servers:"
                        + " aa; did you mean"
                        + " 'aa'?",
                "[argus.aa]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:3:1: sources.a.argus: missing; name one of the Argus servers: aa",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='rich'\\nargus_token='t'\\nurl='http://b'\\nca_file='nope.pem'"
                        + "|c.toml:7:1: sources.a.ca_file: file 'nope.pem' does not exist or is not readable",
                "[argus]\\nurl='http://a'\\nca_file='nope.pem'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:3:1: argus.ca_file: file 'nope.pem' does not exist or is not readable",
                "[argus]\\nurl='http://a'\\nclient_certificate='nope.pem'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:3:1: argus.client_certificate: file 'nope.pem' does not exist or is not readable",
                "[argus]\\nurl='http://a'\\nproxy='proxy:80'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:3:1: argus.proxy: 'proxy' must be like http://proxy.example.org:3128",
                "[argus]\\nurl='http://a'\\n[argus.b]\\nurl='http://b'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:3:1: argus.b: unknown key",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t u'"
                        + "|c.toml:5:1: sources.a.argus_token: 'argus_token' must be one line of printable"
                        + " ASCII without spaces, only containing the token",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'\\ntags={Site='x'}"
                        + "|c.toml:6:1: sources.a.tags: 'tags': tag key 'Site' does not match [a-z0-9_]+",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'\\nmass_close={at_leest=1}"
                        + "|c.toml:6:13: sources.a.mass_close.at_leest: unknown key; did you mean 'at_least'?",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'\\nhook_token='t u'"
                        + "|c.toml:6:1: sources.a.hook_token: 'hook_token' must be one line of printable"
                        + " ASCII without spaces, only containing the token",
                "http=1\\n[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:1:1: http: expected a table with 'listen', got an integer",
                "[http]\\nlisten='9680'\\n[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:2:1: http.listen: 'listen' must be like \"127.0.0.1:9680\","
                        + " \"[::1]:9680\" or \"off\", got \"9680\"",
                "[http]\\nlisten='*:8393'\\n[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:2:1: http.listen: 'listen' must name an address: for all addresses of this machine,"
                        + " write \"[::]:8393\", or \"0.0.0.0:8393\" for IPv4 alone",
                "[argus]\\nurl='https://a/glue/api/v2/'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:2:1: argus.url: 'url' is the address of Argus itself, without the path of its API:"
                        + " write \"https://a/glue\"",
                "[http]\\nport=1\\n[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "|c.toml:2:1: http.port: unknown key",
                "[http]\\nlisten='0.0.0.0:1'\\n[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'"
                        + "\\nopen_hook=true|c.toml:8:1: sources.a.open_hook: 'listen' of [http] is"
                        + " \"0.0.0.0:1\", so others can also send webhooks; set 'hook_token' instead",
                "[argus]\\nurl='http://a'\\n[sources.a]\\ntype='plain'\\nargus_token='t'\\non_person_close='no'"
                        + "|c.toml:6:1: sources.a.on_person_close: 'no' is not allowed; use one of 'respect',"
                        + " 'reopen'",
            })
    void oneFault(String text, String fault) {
        assertEquals(List.of(fault), fixture.faults(text.replace("\\n", "\n")));
    }

    @Test
    void twoSourcesCannotShareATokenOnOneServer() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "same\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                List.of("c.toml:8:1: sources.b.argus_token: same token as source 'a': they would close each"
                        + " other's incidents; give each source its own token"),
                fixture.faults("""
                        [argus]
                        url = "http://x"
                        [sources.a]
                        type = "plain"
                        argus_token = "same"
                        [sources.b]
                        type = "plain"
                        argus_token = { file = "token" }
                        """));
    }

    @Test
    void sameTokenOnAnotherServerIsFine() throws ConfigException {
        GlueConfig config = fixture.load("""
                [argus.a]
                url = "http://a"
                [argus.b]
                url = "http://b"
                [sources.a]
                type = "plain"
                argus = "a"
                argus_token = "same"
                [sources.b]
                type = "plain"
                argus = "b"
                argus_token = "same"
                """);
        assertEquals(
                List.of("a", "b"),
                config.sources().stream().map(SourceConfig::name).toList());
    }

    @Test
    void unusableFileIsOneClearLine() throws IOException {
        ConfigLoader loader = fixture.loader();
        Path missing = folder.resolve("no.toml");
        ConfigException none = assertThrows(ConfigException.class, () -> loader.read(missing));
        assertEquals(missing + ": file does not exist", none.getMessage());
        ConfigException dir = assertThrows(ConfigException.class, () -> loader.read(folder));
        assertEquals(folder + ": is a folder", dir.getMessage());
        Path latin = Files.write(folder.resolve("l.toml"), new byte[] {(byte) 0xe6, '=', '1'});
        ConfigException other = assertThrows(ConfigException.class, () -> loader.read(latin));
        assertEquals(latin + ": not UTF-8 text", other.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", ""})
    void byteOrderMarkIsNoFault(String start) throws ConfigException {
        assertEquals(1, fixture.load(start + ConfigFixture.GOOD_START).sources().size());
    }

    @Test
    void theDraftKnowsThePluginsFolderDespiteOtherFaults() throws ConfigException {
        assertEquals(
                folder.resolve("p"),
                fixture.loader().read(fixture.write("plugins_dir = 'p'\nx = 1")).pluginsDir());
        assertEquals(
                folder.resolve("plugins"),
                fixture.loader().read(fixture.write("plugins_dir = 7")).pluginsDir());
    }

    @Test
    void plainSecretsAreAWarningIfEveryoneCanReadTheFile() throws ConfigException, IOException {
        Path file = fixture.write(ConfigFixture.GOOD_START);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<Fault> warnings =
                fixture.loader().load(file, ConfigFixture.types()).warnings();
        assertEquals(
                List.of("sources.oslo.argus_token"),
                warnings.stream().map(Fault::keyPath).toList());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(
                List.of(), fixture.loader().load(file, ConfigFixture.types()).warnings());
    }

    @Test
    void clientCertificateForArgusIsChecked() throws Exception {
        String start = "[argus]\nurl = 'http://a'\nclient_certificate = 'own.pem'\n";
        String sources = "[sources.a]\ntype = 'plain'\nargus_token = 't'\n";
        fixture.writeClientCertificate("own.pem", "rw-r--r--");
        String file = "'" + fixture.folder.resolve("own.pem") + "'";
        assertEquals(
                List.of("c.toml:3:1: argus.client_certificate: file 'own.pem' contains a private key and is readable by"
                        + " everyone; run: chmod o-rwx 'own.pem'"),
                fixture.faults(start + sources));
        fixture.writeOtherKey("own.pem");
        assertEquals(
                List.of(
                        "c.toml:3:1: argus.client_certificate: the private key in 'own.pem' does not belong to the first"
                                + " certificate there: put our certificate first, then those of its CAs"),
                fixture.faults(start + sources));
        fixture.writeNoChain("own.pem");
        assertEquals(
                List.of("c.toml:3:1: argus.client_certificate: the certificates in 'own.pem' are no chain: put our"
                        + " certificate first, then that of the CA that issued it, and so on, and no other"),
                fixture.faults(start + sources));
        fixture.writeExpiredClientCertificate("own.pem");
        String warning = fixture.load(start + sources).warnings().stream()
                .filter(each -> each.keyPath().equals("argus.client_certificate"))
                .map(Fault::message)
                .findFirst()
                .orElse("");
        assertTrue(warning.startsWith("the certificate in " + file + " has expired (NotAfter: "), warning);
        assertTrue(warning.endsWith("): renew it"), warning);
    }

    @Test
    void effectiveLinesAreSortedMaskedAndMarked() throws ConfigException {
        fixture.environment.put("ZT", "hidden");
        GlueConfig config = fixture.load("""
                [argus]
                url = "https://argus.example.org"
                proxy = "http://user:pw@proxy:80"
                [sources.oslo]
                type = "rich"
                argus_token = "hidden-too"
                url = "http://x"
                hook_token = { env = "ZT" }
                headers = { Authorization = "Bearer hidden", X-Scope-OrgID = "a" }
                tags = { b = "2", "a" = "1" }
                """);
        List<String> lines = config.effective();
        assertEquals(lines.stream().sorted().toList(), lines);
        assertTrue(lines.contains("argus.url = \"https://argus.example.org\""), lines::toString);
        assertTrue(lines.contains("argus.proxy = \"http://****@proxy:80\""), lines::toString);
        assertTrue(lines.contains("sources.oslo.interval = \"30s\"  # default"), lines::toString);
        assertTrue(lines.contains("http.listen = \"127.0.0.1:9680\"  # default"), lines::toString);
        assertTrue(lines.contains("http.hook_timeout = \"10s\"  # default"), lines::toString);
        assertTrue(lines.contains("sources.oslo.argus_token = \"****\""), lines::toString);
        assertTrue(lines.contains("sources.oslo.hook_token = { env = \"ZT\" }"), lines::toString);
        assertTrue(
                lines.contains("sources.oslo.headers = { Authorization = \"****\", X-Scope-OrgID = \"****\" }"),
                lines::toString);
        assertTrue(lines.contains("sources.oslo.tags = { b = \"2\", a = \"1\" }"), lines::toString);
        assertTrue(
                lines.contains("sources.oslo.mass_close = { at_least = 1, percent = 30, within = \"15m\" }  # default"),
                lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("hidden")), lines::toString);
    }
}
