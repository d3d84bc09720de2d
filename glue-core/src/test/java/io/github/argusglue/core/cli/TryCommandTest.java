package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.plugin.JarPlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class TryCommandTest {
    private static final String ALERT = "Alert.builder(AlertId.unique(\"k1\"), java.time.Instant.EPOCH)"
            + ".description(\"it is down\").tag(\"url\", config.url()).held(\"no contact\").build()";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void onePlugin() throws IOException {
        plugin("java.util.List.of(" + ALERT + ")");
    }

    private void plugin(String alerts) throws IOException {
        JarPlugin.good("one")
                .with("/*KEYS*/", ", @Default(\"1\") int port, java.util.List<String> labels")
                .with("java.util.List.of()", alerts)
                .write(folder.resolve("plugins/first.jar"));
    }

    @Test
    void existingRecordIsNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("answers"), "mine");
        assertEquals(2, run("try", "one", "--record", file.toString(), "url=http://localhost:8080"));
        assertTrue(err.toString().contains("--record: '" + file + "' exists already"), err::toString);
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aSnapshotAsTable() {
        assertEquals(0, run("try", "one", "--count", "1", "url=http://localhost:8080/a#b"));
        List<String> lines =
                out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertEquals("adapter 'one' of plugin 'first' 1.2.3", lines.get(0));
        assertEquals("optional abilities: none", lines.get(1));
        assertTrue(lines.get(2).matches("\\S+ snapshot 1: 1 alert, complete, \\d+\\.\\d+ s"), lines.get(2));
        assertEquals(" ALERT SEVERITY STARTED TAGS DESCRIPTION", lines.get(3));
        assertEquals(" opened k1 MODERATE 1970-01-01T00:00:00Z url=http://localhost:8080/a#b it is down", lines.get(4));
        assertEquals(" held k1: no contact", lines.get(5));
        assertEquals(
                "1 snapshot, 0 failed; 1 opened, 0 changed, 0 ended; 0 hints, 0 notices, 0 webhooks", lines.get(6));
        assertEquals("", err.toString());
    }

    /** Once, and again only if it has changed. */
    @Test
    void whatTheAdapterLeavesOut() throws IOException {
        JarPlugin.good("one")
                .with("/*KEYS*/", ", @Default(\"false\") @LeavesOut(\"SOFT states\") boolean soft")
                .with(
                        "Snapshot.complete(java.util.List.of())",
                        "Snapshot.complete(java.util.List.of()).withLeftOut("
                                + "LeftOut.builder().add(\"soft\", \"web1\", \"disk\\nfull\").build())")
                .write(folder.resolve("plugins/first.jar"));
        assertEquals(0, run("try", "one", "--count", "2", "--interval", "10ms"));
        List<String> lines = out.toString().lines().toList();
        assertEquals("by default, some problems are left out: soft = false (SOFT states)", lines.get(1));
        assertEquals("  left out: 1 (soft 1)", lines.get(4));
        assertEquals("    soft: web1: disk | full", lines.get(5));
        assertEquals(
                1, lines.stream().filter(line -> line.contains("left out: 1")).count(), out::toString);

        out.getBuffer().setLength(0);
        assertEquals(0, run("try", "one", "--json", "--count", "1"));
        JsonNode first =
                new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
        assertEquals("soft", first.at("/left_out/0/reason").asText());
        assertEquals(1, first.at("/left_out/0/count").asInt());
        assertEquals("web1", first.at("/left_out/0/examples/0/key").asText());
    }

    @Test
    void snapshotsAsJson() throws IOException {
        assertEquals(0, run("try", "one", "--json", "--count", "2", "--interval", "10ms"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(3, lines.size(), out::toString);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertEquals("snapshot", first.at("/event").asText());
        assertTrue(first.at("/complete").asBoolean());
        assertEquals("k1", first.at("/alerts/0/id").asText());
        assertEquals("no contact", first.at("/alerts/0/held").asText());
        assertEquals("k1", first.at("/opened/0").asText());
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertEquals(0, second.at("/opened").size());
        assertEquals(1, second.at("/alerts").size());
        assertEquals(
                2, new ObjectMapper().readTree(lines.get(2)).at("/snapshots").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url=5              | argus-glue try: url: expected a string, got an integer",
                "port=x             | argus-glue try: port: expected an integer, got a string",
                "labels=a           | argus-glue try: labels: expected an array (array of string), got a string",
                "ulr=x              | argus-glue try: ulr: unknown key; did you mean 'url'?",
                "url                | argus-glue try: expected KEY=VALUE, got 'url'",
                "labels=['a         | argus-glue try: labels: Unexpected end of line, expected '",
            })
    void wrongKeysAreRejected(String argument, String fault) {
        assertEquals(2, run("try", "one", "--count", "1", argument));
        assertTrue(err.toString().startsWith(fault), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void valuesAreTypedAsInToml() {
        assertEquals(0, run("try", "-v", "one", "--count", "1", "port=8", "labels=[\"a\", 'b']", "url='x'"));
        assertTrue(out.toString().contains("  port = 8\n"), out::toString);
        assertTrue(out.toString().contains("  labels = [\"a\", \"b\"]\n"), out::toString);
        assertTrue(out.toString().contains("  url = \"x\"\n"), out::toString);
    }

    @Test
    void theKeysOfASourceInAFile() throws IOException {
        String file = config("""
                [sources.a]
                type = "one"
                url = "http://a"
                [sources.b]
                type = "one"
                url = "http://b"
                hook_token = "secret"
                [sources.c]
                type = "two"
                """);
        assertEquals(2, run("try", "one", "--count", "1", "-c", file));
        assertEquals(
                file + ": there are several sources of type 'one': a, b; name one with --source\n", err.toString());
        assertEquals(0, run("try", "one", "--count", "1", "-c", file, "--source", "b"));
        assertTrue(out.toString().contains("url=http://b"), out::toString);
        assertFalse(out.toString().contains("secret"), out::toString);
        assertEquals(2, run("try", "one", "--count", "1", "-c", file, "--source", "c"));
        assertTrue(err.toString().contains("there is no source 'c' of type 'one'"), err::toString);
    }

    @Test
    void faultsInAFileHaveTheirPlace() throws IOException {
        String file = config("[sources.a]\ntype = \"one\"\nport = true\n");
        assertEquals(2, run("try", "one", "-c", file));
        assertEquals(file + ":3:1: sources.a.port: expected an integer, got a boolean\n", err.toString());
    }

    @Test
    void aTypeThatDoesNotExist() {
        assertEquals(2, run("try", "two"));
        assertEquals("argus-glue try: no plugin has type 'two'; available types: one\n", err.toString());
    }

    @Test
    void anAdapterThatFailsShowsItsStack() throws IOException {
        plugin("java.util.List.of(" + ALERT + ", null)");
        assertEquals(1, run("try", "one", "--count", "1"));
        assertTrue(out.toString().contains("snapshot 1: FAILED (BAD_ANSWER): "), out::toString);
        assertTrue(out.toString().contains("demo.Factory$1.snapshot(Factory.java"), out::toString);
    }

    @Test
    void aRefusedConfigurationIsBadUsage() throws IOException {
        JarPlugin.good("one")
                .with("/*CREATE*/", "if (true) throw new IllegalArgumentException(\"'url' is no good\");")
                .write(folder.resolve("plugins/first.jar"));
        assertEquals(2, run("try", "one", "--count", "1"));
        assertEquals("[sources.try]: 'url' is no good\n", err.toString());
    }

    @Test
    void othersMustNotReachOpenWebhooks() {
        assertEquals(2, run("try", "one", "--listen", "0.0.0.0:0"));
        assertTrue(err.toString().contains("others can reach '0.0.0.0:0'"), err::toString);
        assertEquals(0, run("try", "one", "--count", "1", "--listen", "0.0.0.0:0", "hook_token=abc"));
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("my.toml"), text).toString();
    }

    private int run(String... arguments) {
        Environment surroundings = new Environment(name -> null, List.of(), folder.resolve("plugins"));
        CommandLine line = GlueCommand.newCommandLine(surroundings);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return line.execute(arguments);
    }
}
