package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plugin.JarPlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code init --from-NAME}: converts the configuration of another program with a plugin's conversion. */
final class InitFromTest {
    private static final String OLD = """
            colour = "red"
            [server]
            url = "http://argus.example.org"
            key = "hunter2"
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path old = Path.of("");
    private Path made = Path.of("");

    @BeforeEach
    void surroundings() throws IOException {
        old = Files.writeString(folder.resolve("elder.toml"), OLD);
        made = folder.resolve("argus-glue.toml");
        plugin("one", "elder").write(jar("first"));
    }

    private static JarPlugin plugin(String type, String conversion) {
        return JarPlugin.good(type).conversion(conversion).with("TYPE", type);
    }

    private Path jar(String name) {
        return folder.resolve("plugins/" + name + ".jar");
    }

    @Test
    void theWrittenConfigurationIsValid() throws IOException {
        assertEquals(0, run("init", "--from-elder", old.toString(), "-o", made.toString()), err::toString);
        assertEquals("", out.toString());
        assertEquals(0, run("check"), out::toString);
        assertTrue(out.toString().endsWith(made + ": ok: 1 source (1 one), 1 Argus server, 1 plugin\n"), out::toString);
    }

    @Test
    void everyKeyIsListedAndEveryOwnKeyIsWritten() {
        assertEquals(0, run("init", "--from-elder=" + old), err::toString);
        String text = out.toString();
        assertTrue(text.startsWith("# Configuration of argus-glue, converted from '" + old + "' of Elder. "), text);
        assertTrue(text.contains("#   server.url  url in [argus]\n"), text);
        assertTrue(text.contains("#   server.key  argus_token in [sources.main]; the same\n"), text);
        assertTrue(text.contains("#   colour      dropped: there are none here\n"), text);
        assertTrue(text.contains("\n# From server.url.\nurl = \"http://argus.example.org\"\n"), text);
        assertTrue(text.contains("\n# From server.key; the same.\nargus_token = { file = \"main.token\" }\n"), text);
        assertTrue(text.contains("\n# Elder looked every minute.\n#interval = \"30s\"\n"), text);
        assertTrue(text.contains("\n[http]\n"), text);
        assertFalse(text.contains("snapshot_timeout"), text);
    }

    @Test
    void theLongFormHasTheOtherKeysToo() {
        assertEquals(0, run("init", "--from-elder=" + old, "--all"), err::toString);
        String text = out.toString();
        assertTrue(text.contains("\n#snapshot_timeout = \"1m\"\n"), text);
        assertTrue(text.contains("\n# The following keys are those of type 'one'.\n"), text);
    }

    @Test
    void moreTypesCanBeAdded() {
        assertEquals(0, run("init", "--from-elder", old.toString(), "one"), err::toString);
        assertTrue(out.toString().contains("\n[sources.main]\n"), out::toString);
        assertTrue(out.toString().contains("\n[sources.one]\n"), out::toString);
    }

    @Test
    void secretsGoIntoFilesOfTheirOwnBesideTheConfiguration() throws IOException {
        assertEquals(0, run("init", "--from-elder", old.toString(), "-o", made.toString()));
        Path token = folder.resolve("main.token");
        assertEquals("hunter2\n", Files.readString(token));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
        assertFalse(Files.readString(made).contains("hunter2"));
        assertEquals(
                "argus-glue init: wrote the secrets to 'main.token' in '" + folder + "', which only you can"
                        + " read; change their owner (chown) to the user that argus-glue runs as\n",
                err.toString());
    }

    @Test
    void secretsAreNeverPrinted() throws IOException {
        assertEquals(0, run("init", "--from-elder", old.toString()));
        assertFalse(out.toString().contains("hunter2"), out::toString);
        assertTrue(err.toString().contains("the files 'main.token', which do not exist yet"), err::toString);
        assertEquals(List.of("elder.toml", "plugins"), names());
    }

    @Test
    void theFolderForSecretsCanBeSet() throws IOException {
        Path safe = Files.createDirectory(folder.resolve("safe"));
        assertEquals(0, run("init", "--from-elder", old.toString(), "--secrets", safe.toString()));
        assertEquals("hunter2\n", Files.readString(safe.resolve("main.token")));
        Files.writeString(made, out.toString());
        assertTrue(out.toString().contains("argus_token = { file = \"" + safe + "/main.token\" }"), out::toString);
        assertEquals(0, run("check"), out::toString);
    }

    @Test
    void nothingIsOverwrittenOrLeftIncomplete() throws IOException {
        Files.writeString(folder.resolve("main.token"), "precious");
        assertEquals(2, run("init", "--from-elder", old.toString(), "-o", made.toString()));
        assertEquals(
                folder + "/main.token: already exists and was not changed; remove it, or choose another folder with"
                        + " --secrets\n",
                err.toString());
        assertFalse(Files.exists(made));
        Files.delete(folder.resolve("main.token"));
        assertEquals(2, run("init", "--from-elder", old.toString(), "-o", old.toString()));
        assertTrue(err.toString().endsWith(old + ": already exists and was not changed; choose another name\n"));
        assertEquals(OLD, Files.readString(old));
        assertFalse(Files.exists(folder.resolve("main.token")), "taken away again");
    }

    @Test
    void aMissingFolderIsReported() {
        assertEquals(2, run("init", "--from-elder", old.toString(), "-o", folder + "/no/x.toml"));
        assertEquals(folder + "/no/main.token: its folder does not exist; create it first\n", err.toString());
    }

    @Test
    void everyFaultIsReportedWithItsPlace() throws IOException {
        Files.writeString(old, "color = 1\n[server]\nurl = 3\nkye = \"hunter2\"\n");
        assertEquals(2, run("init", "--from-elder", old.toString()));
        assertEquals(
                List.of(
                        old + ":1:1: color: unknown key; did you mean 'colour'?",
                        old + ":2:1: server.key: missing; expected string",
                        old + ":3:1: server.url: expected a string with a URL, got an integer",
                        old + ":4:1: server.kye: unknown key; did you mean 'key'?"),
                err.toString().lines().toList());
        assertEquals("", out.toString());
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        assertEquals(2, run("init", "--from-elder", folder + "/none.toml"));
        assertEquals(folder + "/none.toml: file does not exist\n", err.toString());
        Files.writeString(old, "[server\n");
        assertEquals(2, run("init", "--from-elder", old.toString()));
        assertTrue(err.toString().contains(old + ":1:8: "), err::toString);
    }

    @Test
    void aConversionThatIgnoresAKeyIsReported() throws IOException {
        plugin("one", "elder")
                .with(".drop(\"colour\", \"there are none here\")", "")
                .write(jar("first"));
        assertEquals(2, run("init", "--from-elder", old.toString()));
        assertEquals(
                old + ":1:1: colour: plugin 'first' 1.2.3: the conversion 'elder' does not handle this key;"
                        + " report it to its author\n",
                err.toString());
    }

    @Test
    void aFailingConversionIsReportedAsThePluginsFault() throws IOException {
        plugin("one", "elder")
                .with("/*CONVERT*/", "if (true) throw new IllegalStateException(\"boo\");")
                .write(jar("first"));
        assertEquals(2, run("init", "--from-elder", old.toString()));
        assertEquals(
                old + ": plugin 'first' 1.2.3: the conversion 'elder' failed with"
                        + " java.lang.IllegalStateException: boo; report it to its author\n",
                err.toString());
    }

    @Test
    void twoOfOneName() throws IOException {
        plugin("two", "elder").write(jar("second"));
        assertEquals(0, run("init", "--from-elder", old.toString()));
        assertTrue(out.toString().contains("type = \"one\""), "the first by name");
        assertTrue(
                err.toString()
                        .startsWith("plugin 'second': its conversion 'elder' already exists in plugin 'first'; report"),
                err::toString);
    }

    @Test
    void anInvalidConversionDoesNotAffectOthers() throws IOException {
        plugin("two", "Elder!").write(jar("second"));
        assertEquals(0, run("init", "--from-elder", old.toString()));
        assertTrue(err.toString().contains("the name 'Elder!' of its conversion does not match"), err::toString);
        assertEquals(0, run("init", "two"), "as a plugin it is fine");
    }

    @Test
    void helpListsTheConversions() {
        assertEquals(0, run("init", "--help"));
        assertTrue(out.toString().contains("--from-elder=FILE"), out::toString);
        assertTrue(out.toString().contains("Convert this configuration of Elder."), out::toString);
    }

    @Test
    void badUsage() {
        assertEquals(2, run("init", "--from-eldre", old.toString()));
        assertTrue(err.toString().contains("Unknown option: '--from-eldre'"), err::toString);
        assertTrue(err.toString().contains("--from-elder"), err::toString);
        assertEquals(2, run("init"));
        assertTrue(err.toString().contains("Missing required parameter: 'TYPE'"), err::toString);
        assertEquals(2, run("init", "one", "--secrets", folder.toString()));
        assertTrue(err.toString().contains("--secrets can only be used with --from-"), err::toString);
        assertEquals(2, run("init", "--from-elder"));
        assertEquals("", out.toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private int run(String... arguments) {
        Environment surroundings = new Environment(name -> null, List.of(made), folder.resolve("plugins"));
        CommandLine line = GlueCommand.newCommandLine(surroundings);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return line.execute(arguments);
    }
}
