package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.JarPlugin;
import io.github.argusglue.core.status.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

final class CommandLineTest {
    private static final String GOOD = """
            [argus]
            url = "http://argus.example.org"
            [sources.oslo]
            type = "one"
            argus_token = "hunter2"
            """;

    private static final String RULES = """
            [[sources.oslo.rules]]
            match = ["host=web1"]
            level = 1
            tags = { site = "oslo" }
            [[sources.oslo.rules]]
            match = ["host=web2"]
            drop = true
            [[sources.oslo.rules]]
            match = ["site=oslo"]
            drop = true
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file = Path.of("");

    @BeforeEach
    void goodSurroundings() throws IOException {
        file = Files.writeString(folder.resolve("argus-glue.toml"), GOOD);
        JarPlugin.good("one").write(folder.resolve("plugins/first.jar"));
    }

    @AfterEach
    void resetLogLevel() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    @Test
    void checkOfAValidConfiguration() {
        assertEquals(0, run("check"));
        assertTrue(out.toString().endsWith(file + ": ok: 1 source (1 one), 1 Argus server, 1 plugin\n"), out::toString);
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v check", "check -v", "check --verbose"})
    void verboseCheckShowsTheEffectiveConfigurationWithoutSecrets(String arguments) {
        assertEquals(0, run(arguments.split(" ")));
        assertTrue(out.toString().contains("sources.oslo.interval = \"30s\"  # default\n"), out::toString);
        assertTrue(out.toString().contains("sources.oslo.url = \"x\"  # default\n"), out::toString);
        assertFalse(out.toString().contains("hunter2"), out::toString);
    }

    @Test
    void checkCreatesEachAdapter() throws IOException {
        JarPlugin.good("one")
                .with("/*CREATE*/", "if (true) throw new IllegalArgumentException(\"no such host\");")
                .write(folder.resolve("plugins/first.jar"));
        assertEquals(2, run("check"));
        assertTrue(out.toString().endsWith("\n" + file + ": [sources.oslo]: no such host\n"), out::toString);
    }

    @Test
    void checkNamesTheFaultOfAPlugin() throws IOException {
        JarPlugin.good("one")
                .with("/*CREATE*/", "if (true) throw new IllegalStateException(\"boo\");")
                .write(folder.resolve("plugins/first.jar"));
        assertEquals(2, run("check"));
        assertTrue(
                out.toString()
                        .endsWith("\nsource 'oslo': plugin 'first' 1.2.3: create() failed with"
                                + " java.lang.IllegalStateException: boo, at demo.Factory.create(Factory.java:10);"
                                + " report it to its author\n"),
                out::toString);
        assertEquals("", err.toString());
        assertEquals(2, run("check", "-v"));
        assertTrue(err.toString().contains("\tat plugin-first//demo.Factory.create(Factory.java:10)"), err::toString);
    }

    @Test
    void checkShowsTheFaultsOfFileAndPluginsTogether() throws IOException {
        Files.writeString(file, GOOD + "intervall = '3s'\n");
        Files.writeString(folder.resolve("plugins/bad.jar"), "no jar");
        assertEquals(2, run("check"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(2, lines.size(), out::toString);
        assertEquals(file + ":6:1: sources.oslo.intervall: unknown key; did you mean 'interval'?", lines.get(0));
        assertTrue(lines.get(1).startsWith("plugin 'bad': 'bad.jar' is not a readable jar"), lines.get(1));
    }

    @Test
    void anUnusedInvalidPluginFailsTheCheckButNotTheStart() throws IOException {
        Files.writeString(folder.resolve("plugins/bad.jar"), "no jar");
        assertEquals(2, run("check"));
        assertEquals(0, run("probe"));
        assertTrue(out.toString().endsWith("probe of 1 source\n"), out::toString);
    }

    @Test
    void aRejectedPluginIsAFaultOfItsSources() throws IOException {
        Files.writeString(folder.resolve("plugins/first.jar"), "no jar");
        assertEquals(2, run("probe"));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("sources.oslo.type: no plugin has type 'one'; there are no plugins"));
        assertTrue(err.toString().contains("plugin 'first': 'first.jar' is not a readable jar"), err::toString);
    }

    @Test
    void anAmbiguousTypeIsAFaultOfItsSource() throws IOException {
        JarPlugin.good("one").write(folder.resolve("plugins/second.jar"));
        assertEquals(2, run("probe"));
        assertEquals(
                file + ": sources.oslo.type: plugin 'second': type 'one' already exists in plugin 'first';"
                        + " remove one of the two\n",
                err.toString());
    }

    @Test
    void theConfigurationIsSearchedInTheDefaultPlaces() throws IOException {
        Files.delete(file);
        assertEquals(2, run("probe"));
        assertEquals(
                "argus-glue: no configuration file: '" + file + "' and '" + folder.resolve("etc.toml")
                        + "' do not exist; name one with -c FILE\n",
                err.toString());
        Files.writeString(folder.resolve("etc.toml"), GOOD);
        assertEquals(0, run("probe"));
        assertEquals(2, run("probe", "-c", folder.resolve("other.toml").toString()));
        assertTrue(err.toString().endsWith("other.toml: file does not exist\n"), err::toString);
    }

    @Test
    void pluginsAsTable() throws IOException {
        Files.writeString(folder.resolve("plugins/bad.jar"), "no jar");
        assertEquals(0, run("plugins"));
        List<String> lines = out.toString().lines().toList();
        assertEquals("plugins in " + folder.resolve("plugins") + ":", lines.get(0));
        assertEquals("NAME   TYPE  VERSION  SPI  JARS", lines.get(1));
        assertEquals("first  one   1.2.3    " + BuildInfo.read().spiVersion() + "  first.jar", lines.get(2));
        assertEquals("not loaded:", lines.get(3));
        assertTrue(lines.get(4).startsWith("plugin 'bad': "), lines.get(4));
    }

    @Test
    void pluginsNameTheirClusterEngines() throws IOException {
        JarPlugin.engine("store").write(folder.resolve("plugins/second/second.jar"));
        for (int i = 0; i < 6; i++) {
            JarPlugin.empty().entry("x", new byte[1]).write(folder.resolve("plugins/second/lib-" + i + ".jar"));
        }
        assertEquals(0, run("plugins"));
        assertTrue(
                out.toString().contains("second  engine store  1.2.3 ")
                        && out.toString().contains("lib-4.jar and 2 more\n"),
                out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("plugins", "--json"));
        assertTrue(out.toString().contains("\"engines\" : [ \"store\" ]"), out::toString);
    }

    @Test
    void pluginsAsJson() throws IOException {
        Files.writeString(folder.resolve("plugins/bad.jar"), "no jar");
        assertEquals(0, run("plugins", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("first", json.at("/plugins/0/name").asText());
        assertEquals("one", json.at("/plugins/0/types/0").asText());
        assertEquals("1.2.3", json.at("/plugins/0/version").asText());
        assertEquals(
                BuildInfo.read().spiVersion().toString(),
                json.at("/plugins/0/spi_version").asText());
        assertEquals(
                folder.resolve("plugins/first.jar").toString(),
                json.at("/plugins/0/jars/0").asText());
        assertEquals("bad", json.at("/refused/0/name").asText());
        assertEquals("copy it again", json.at("/refused/0/what_to_do").asText());
    }

    @Test
    void rulesShowsEffectsAndUnusedRules() throws IOException {
        reportOneAlert();
        Files.writeString(file, GOOD + RULES);
        assertEquals(0, run("rules", "oslo"));
        assertEquals("""
                oslo: 1 alert, 3 rules; no rule matches 0 of the alerts
                  rule 1 (host="web1"): 1 alert
                    k1 (it is down): level 3 -> 1; tag site=oslo added
                  rule 2 (host="web2"): matches no open alert
                  rule 3 (site="oslo"): 1 alert
                    k1 (it is down): dropped
                  to do in Argus: not known: source 'oslo': GET http://argus.example.org/api/: cannot resolve\
                 'argus.example.org': check 'url' (or 'proxy') and DNS
                """, out.toString());
    }

    @Test
    void rulesAsJson() throws IOException {
        reportOneAlert();
        Files.writeString(file, GOOD + RULES);
        assertEquals(0, run("rules", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("oslo", json.at("/sources/0/source").asText());
        assertEquals(1, json.at("/sources/0/alerts").asInt());
        assertEquals(
                "rule 1 (host=\"web1\")", json.at("/sources/0/rules/0/text").asText());
        assertEquals("k1", json.at("/sources/0/rules/0/alerts/0/alert").asText());
        assertEquals(
                "level 3 -> 1", json.at("/sources/0/rules/0/alerts/0/effects/0").asText());
        assertEquals(0, json.at("/sources/0/rules/1/alerts").size());
        assertEquals("dropped", json.at("/sources/0/rules/2/alerts/0/effects/0").asText());
    }

    @Test
    void checkAsJson() throws IOException {
        assertEquals(0, run("check", "--json"));
        JsonNode good = new ObjectMapper().readTree(out.toString());
        assertTrue(good.path("ok").asBoolean(), good::toString);
        assertEquals("oslo", good.at("/sources/0/source").asText());
        assertEquals("one", good.at("/sources/0/type").asText());
        assertTrue(good.at("/warnings/0").asText().contains("is readable by everyone"), good::toString);
        assertEquals(0, good.path("effective").size());
        out.getBuffer().setLength(0);
        Files.writeString(file, GOOD + "intervall = '3s'\n");
        assertEquals(2, run("check", "--json"));
        JsonNode bad = new ObjectMapper().readTree(out.toString());
        assertFalse(bad.path("ok").asBoolean(), bad::toString);
        assertTrue(bad.at("/faults/0").asText().startsWith(file + ":6:1: sources.oslo.intervall"), bad::toString);
    }

    @Test
    void planAsJsonNamesSourcesThatCannotBeRead() throws IOException {
        assertEquals(1, run("plan", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("oslo", json.at("/sources/0/source").asText());
        assertTrue(json.at("/sources/0/fault").asText().contains("cannot resolve"), json::toString);
    }

    @Test
    void patienceIsADurationOrANumberOfSeconds() {
        assertEquals(2, run("sync", "--patience", "soon", "oslo"));
        assertTrue(
                err.toString()
                        .startsWith("Invalid value for option '--patience': 'soon' is not a duration; examples: "),
                err::toString);
        for (String valid : List.of("1", "1s", "1m30s")) {
            assertEquals(0, run("sync", "--patience", valid, "--help"), err::toString);
        }
    }

    @Test
    void aWrongRuleStopsCheckAndStart() throws IOException {
        Files.writeString(file, GOOD + RULES.replace("host=web2", "host=web 2"));
        String fault = file + ":11:10: sources.oslo.rules[1].match[0]: 'host=web 2': expected a comma at character 10"
                + " ('2')\n";
        assertEquals(2, run("check"));
        assertEquals(fault, out.toString());
        for (String command : List.of("run", "plan", "sync", "rules")) {
            assertEquals(2, run(command));
            assertTrue(err.toString().endsWith(fault), err::toString);
        }
    }

    private void reportOneAlert() throws IOException {
        JarPlugin.good("one")
                .with(
                        "java.util.List.of()",
                        "java.util.List.of(Alert.builder(AlertId.unique(\"k1\"), java.time.Instant.EPOCH)"
                                + ".description(\"it is down\").tag(\"host\", \"web1\").build())")
                .write(folder.resolve("plugins/first.jar"));
    }

    @Test
    void pluginsNeedNoConfiguration() throws IOException {
        Files.delete(file);
        assertEquals(0, run("plugins"));
        assertTrue(out.toString().contains("first"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void versionNeedsNothing(String argument) throws IOException {
        Files.writeString(file, "no toml");
        assertEquals(0, run(argument));
        String expected = "argus-glue " + BuildInfo.read().version() + " (SPI "
                + BuildInfo.read().spiVersion() + ", Java " + System.getProperty("java.version") + ")\n";
        assertEquals(expected, out.toString());
    }

    @Test
    void initWritesAConfigurationThatIsValidOnceFilledIn() throws IOException {
        Files.delete(file);
        assertEquals(0, run("init", "one", "-o", file.toString()));
        assertEquals("", out.toString());
        assertEquals(2, run("check"), "nothing is filled in");
        assertTrue(out.toString().contains("argus.url: must not be empty"), out::toString);
        assertTrue(out.toString().contains("sources.one.argus_token.file: expected the path of a file"), out::toString);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\nurl = \"\"", "\nurl = \"http://argus.example.org\"")
                        .replace("{ file = \"\" }", "\"x\""));
        assertEquals(0, run("check"), out::toString);
    }

    @Test
    void initOverwritesNothing() throws IOException {
        assertEquals(2, run("init", "one", "-o", file.toString()));
        assertEquals(file + ": already exists and was not changed; choose another name\n", err.toString());
        assertEquals(GOOD, Files.readString(file));
    }

    @Test
    void initOfAnUnknownType() {
        assertEquals(2, run("init", "oen"));
        assertEquals("", out.toString());
        assertEquals(
                "argus-glue init: no plugin has type 'oen'; available types: one; did you mean 'one'?\n",
                err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status --json", "reload", "resync", "resync oslo", "release oslo"})
    void aMissingProcessIsReportedInOneLine(String command) {
        assertEquals(1, run(command.split(" ")));
        assertEquals("", out.toString());
        String state = folder.resolve("state").toString();
        assertTrue(
                err.toString()
                                .endsWith(": argus-glue is not running with state_dir '" + state + "': '" + state
                                        + "/control.sock' does not exist\n")
                        || err.toString().contains("Choose a shorter 'state_dir'"),
                err::toString);
        assertEquals(1, err.toString().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload"})
    void theProcessIsFoundDespiteFaultsInTheFile(String command) throws IOException {
        Files.writeString(file, "state_dir = \"/nowhere/x\"\n[argus\nurl = 3\n");
        assertEquals(1, run(command));
        assertTrue(err.toString().contains("argus-glue is not running with state_dir '/nowhere/x'"), err::toString);
    }

    @Test
    void stateFolderMayBeGivenInsteadOfAConfiguration() throws IOException {
        Files.delete(file);
        assertEquals(1, run("status", "--state-dir", "/nowhere/y"));
        assertTrue(err.toString().contains("argus-glue is not running with state_dir '/nowhere/y'"), err::toString);
    }

    @Test
    void badUsage() {
        assertEquals(2, run());
        assertEquals(2, run("chekc"));
        assertTrue(err.toString().contains("Did you mean: argus-glue check?"), err::toString);
        assertEquals(2, run("plugins", "--jsn"));
        assertEquals(2, run("check", "more"));
        assertEquals("", out.toString());
    }

    @Test
    void helpSucceeds() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("2   wrong usage, an unknown name, or a fault"), out::toString);
        assertEquals(0, run("check", "-h"));
    }

    @Test
    void anUnexpectedErrorIsOneLineUnlessVerbose() {
        assertEquals(1, run("fail"));
        assertEquals(
                "argus-glue fail: java.lang.IllegalStateException: boo \\u001b[2J (-v shows more)\n", err.toString());
        assertEquals(1, run("fail", "-v"));
        assertTrue(err.toString().contains("\tat " + Fail.class.getName()), err::toString);
    }

    @Test
    void nothingThatACommandPrintsControlsTheTerminal() {
        assertEquals(1, run("fail", "-v"));
        assertEquals("\\u001b]52;c;cm0=\\u0007 \\u202e \\u009b2J\n", out.toString());
        assertTrue(err.toString().contains("boo \\u001b[2J"), err::toString);
        String all = out.toString() + err;
        assertTrue(all.chars().noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c)), all);
    }

    private int run(String... arguments) {
        Environment surroundings =
                new Environment(name -> null, List.of(file, folder.resolve("etc.toml")), folder.resolve("plugins"));
        CommandLine line = GlueCommand.newCommandLine(surroundings);
        line.addSubcommand("fail", new Fail());
        line.addSubcommand("probe", new Probe(line.getCommand()));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return line.execute(arguments);
    }

    /** Any command that does something. */
    @Command
    static final class Probe implements Callable<Integer> {
        private final GlueCommand root;

        @CommandLine.Spec
        private @Nullable CommandSpec spec;

        Probe(GlueCommand root) {
            this.root = root;
        }

        @Override
        public Integer call() throws ConfigException {
            LoadedConfig loaded = root.loadConfig();
            loaded.logEffective();
            Output.of(spec)
                    .println("probe of " + Count.of(loaded.config().sources().size(), "source"));
            return 0;
        }
    }

    @Command
    static final class Fail implements Runnable {
        @CommandLine.Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            Output.of(spec).println("\u001b]52;c;cm0=\u0007 \u202e \u009b2J");
            throw new IllegalStateException("boo \u001b[2J");
        }
    }
}
