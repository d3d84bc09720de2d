package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code rules --test}: without Argus, without plugins, and without the files of the tokens. */
final class RuleTestCommandTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);

    /** Its token file, its plugin and its Argus do not exist. */
    private static final String CONFIG = """
            [argus]
            url = "https://argus.invalid"
            [sources.oslo]
            type = "nosuch"
            argus_token = { file = "/no/such/file" }
            tags = { site = "oslo" }
            [[sources.oslo.rules]]
            match = ["host=web1"]
            level = 1
            tags = { room = "r1" }
            [[sources.oslo.rules]]
            match = ["host=web2"]
            drop = true
            [sources.bergen]
            suppressed = "drop"
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path tests = Path.of("");

    @BeforeEach
    void files() throws Exception {
        Files.writeString(folder.resolve("argus-glue.toml"), CONFIG);
        tests = folder.resolve("test.toml");
    }

    private int run(String... arguments) {
        Environment environment =
                new Environment(name -> null, List.of(folder.resolve("argus-glue.toml")), folder.resolve("plugins"));
        CommandLine line = GlueCommand.newCommandLine(environment);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private int test(String text, String... options) throws Exception {
        Files.writeString(tests, text);
        String[] arguments = new String[options.length + 3];
        arguments[0] = "rules";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "--test";
        arguments[options.length + 2] = tests.toString();
        return run(arguments);
    }

    private static String block(String with) throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(DOCS.resolve("operate/rules.md")));
        while (blocks.find()) {
            if (blocks.group(1).contains(with)) {
                return blocks.group(1);
            }
        }
        throw new IllegalStateException("rules.md has no example with " + with);
    }

    @Test
    void theExamplesOfTheGuidePass() throws Exception {
        Files.writeString(folder.resolve("argus-glue.toml"), block("[[sources.oslo.rules]]"));
        Files.writeString(tests, block("[[tests]]"));
        String example = DOCS.resolve("examples/rules/oslo-test.toml").toString();
        assertEquals(0, run("rules", "--test", tests.toString(), example), out::toString);
        assertEquals("8 tests: 8 passed, 0 failed\n", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void eachMismatchIsNamed() throws Exception {
        assertEquals(1, test("""
                source = "oslo"
                [[tests]]
                name = "all wrong"
                alert = { tags = { host = ["web1", "x"], rack = "2" }, description = "d", details_url = "http://a" }
                [tests.expect]
                rules = [1, 2]
                level = 2
                description = "e"
                details_url = ""
                tags = { host = "web1", site = "bergen", floor = "1" }
                [[tests]]
                name = "dropped by another"
                alert.tags.host = "web2"
                expect.dropped_by = 1
                [[tests]]
                name = "dropped, and something expected"
                alert.tags.host = "web2"
                expect.level = 3
                [[tests]]
                name = "not dropped"
                alert.tags.host = "web1"
                expect.dropped = true
                [[tests]]
                name = "tag is there"
                alert.tags.host = "web1"
                expect = { lacks_tags = ["room"], has_tags = { host = "web2" } }
                """));
        assertEquals(
                List.of(
                        ":2: 'all wrong': rules that match: expected 1, 2, got 1; level: expected 2, got 1;"
                                + " description: expected 'e', got 'd'; details_url: expected '', got 'http://a';"
                                + " tag 'host': expected 'web1', got 'web1', 'x'; tag 'site': expected 'bergen', got"
                                + " 'oslo'; tag 'floor': expected '1', got none; tag 'rack': expected none, got '2';"
                                + " tag 'room': expected none, got 'r1'",
                        ":11: 'dropped by another': alert: expected dropped by rule 1, got dropped by rule 2"
                                + " (host=\"web2\")",
                        ":15: 'dropped, and something expected': alert: expected shown, got dropped by rule 2"
                                + " (host=\"web2\")",
                        ":19: 'not dropped': alert: expected dropped, got shown",
                        ":23: 'tag is there': tag 'host': expected 'web2', got 'web1'; tag 'room': expected none, got"
                                + " 'r1'",
                        "5 tests: 0 passed, 5 failed"),
                out.toString().replace(tests.toString(), "").lines().toList());
    }

    @Test
    void verboseShowsWhatEachRuleDoes() throws Exception {
        assertEquals(0, test("""
                [[tests]]
                name = "room"
                source = "oslo"
                alert.tags.host = "web1"
                expect = { rules = [1], dropped = false }
                """, "-v"));
        assertEquals("""
                FILE:1: 'room': passed
                  rule 1: level 3 -> 1; tag room=r1 added
                1 test: 1 passed, 0 failed
                """, out.toString().replace(tests.toString(), "FILE"));
    }

    @Test
    void suppressedAlertsAreTreatedAsTheSourceSays() throws Exception {
        String text = """
                [[tests]]
                name = "silenced"
                source = "bergen"
                alert.suppressed = true
                expect.dropped = true
                """;
        assertEquals(0, test(text), out::toString);
        assertEquals(1, test(text.replace("dropped = true", "dropped_by = 1")));
        assertTrue(
                out.toString().contains("alert: expected dropped by rule 1, got suppressed in the source: test"),
                out::toString);
        assertEquals(0, test(text.replace("dropped = true", "dropped_by = 1"), "oslo"), "only tests of this source");
        assertEquals("0 tests: 0 passed, 0 failed\n", out.toString());
    }

    @Test
    void mistakesHaveTheirPlace() throws Exception {
        assertEquals(2, test("""
                sources = "x"
                [[tests]]
                name = "a"
                source = "olso"
                alert = { tags = { host = 5 }, levle = 2 }
                expect.level = "high"
                [[tests]]
                name = "b"
                alert = {}
                expect = {}
                [[tests]]
                name = "c"
                source = "oslo"
                alert = {}
                expect = { dropped_by = 1, level = 2 }
                [[tests]]
                source = "oslo"
                alert = {}
                expect = { tags = { Host = "x" } }
                """));
        assertEquals(
                List.of(
                        ":1:1: sources: unknown key; did you mean 'source'?",
                        ":4:1: tests[0].source: the configuration has no source 'olso'; existing sources: oslo,"
                                + " bergen; did you mean 'oslo'?",
                        ":5:20: tests[0].alert.tags.host: expected a string or an array of strings, got an integer",
                        ":5:32: tests[0].alert.levle: unknown key; did you mean 'level'?",
                        ":6:1: tests[0].expect.level: expected an integer, got a string",
                        ":10:1: tests[1].expect: the test expects nothing: add dropped, dropped_by, rules, level,"
                                + " description, details_url, tags, has_tags or lacks_tags",
                        ":15:12: tests[2].expect.dropped_by: 'dropped_by': a dropped alert is not shown, so nothing"
                                + " else can be expected of it",
                        ":16:1: tests[3].name: missing; expected string",
                        ":19:12: tests[3].expect.tags: 'tags': tag key 'Host' does not match [a-z0-9_]{1,100}; did"
                                + " you mean 'host'?"),
                err.toString().replace(tests.toString(), "").lines().toList());
        assertEquals("", out.toString());
    }

    @Test
    void mistakesInRulesAndFilesAreFaults() throws Exception {
        Files.writeString(folder.resolve("argus-glue.toml"), CONFIG.replace("level = 1", "level = 7"));
        String good = "[[tests]]\nname = 'a'\nsource = 'oslo'\nalert = {}\nexpect.level = 3\n";
        assertEquals(2, test(good));
        assertTrue(
                err.toString().contains(":9:1: sources.oslo.rules[0].level: must be between 1 and 5"), err::toString);
        assertEquals(2, test("tests = 5"));
        assertTrue(err.toString().contains("test.toml:1:1: tests: no tests; add a table [[tests]]"), err::toString);
        assertEquals(2, test("[[tests]"));
        assertEquals(2, run("rules", "--test", folder.resolve("none.toml").toString()));
        assertTrue(err.toString().contains("none.toml: file does not exist"), err::toString);
        assertEquals(2, test(good, "nosuch"));
        assertTrue(
                err.toString().contains("there is no source 'nosuch'; existing sources: oslo, bergen"), err::toString);
    }
}
