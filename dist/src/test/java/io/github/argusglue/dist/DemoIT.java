package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration shows both sides, reports that they are equal, and leaves nothing behind. */
final class DemoIT {
    private static final Pattern SUMMARY = Pattern.compile(
            "(?m)^\\d+ alerts fired, \\d+ resolved, \\d+ still firing; \\d+ incidents? opened, \\d+ opened again, \\d+"
                    + " closed; equal: yes$");

    private final Path dir;
    private final Program program;

    DemoIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Djava.io.tmpdir=" + dir);
    }

    @Test
    void endsAfterItsTimeWithBothSidesEqual() throws Exception {
        Program.Result result = program.run("demo", "--for", "8s");
        assertEquals("", result.stderr());
        assertEquals(0, result.exitCode(), result::stdout);
        assertTrue(
                Pattern.compile("(?m)^Argus .*http://127\\.0\\.0\\.1:\\d+/$")
                        .matcher(result.stdout())
                        .find(),
                "the page's address");
        assertTrue(result.stdout().contains("Alertmanager: LinkDown on sw-01 fires"), result::stdout);
        assertTrue(
                Pattern.compile("(?m)^\\d\\d:\\d\\d:\\d\\d Argus: incident \\d+ opened at level 1: LinkDown")
                        .matcher(result.stdout())
                        .find(),
                result::stdout);
        assertTrue(SUMMARY.matcher(result.stdout()).find(), result::stdout);
        assertLeavesNothing();
    }

    @Test
    void sigtermStopsItCleanly() throws Exception {
        Path stdout = dir.resolve("out");
        Path stderr = dir.resolve("err");
        Process process = program.start(Program.LAYOUT.resolve("bin/argus-glue"), stdout, stderr, "demo");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.readString(stdout).contains("incident") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        // Not SIGINT, although Java treats both alike: a build in the background ignores it, and so do its children.
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        assertEquals("", Files.readString(stderr));
        assertTrue(SUMMARY.matcher(Files.readString(stdout)).find(), Files.readString(stdout));
        assertLeavesNothing();
    }

    @Test
    void anInvalidDurationIsRejected() throws Exception {
        Program.Result result = program.run("demo", "--for", "soon");
        assertEquals(2, result.exitCode());
        assertTrue(result.stderr().contains("'soon' is not a duration"), result::stderr);
    }

    @Test
    void aSourceOfOnesOwnWritesToTheSimulatedArgus() throws Exception {
        try (StandInAlertmanager alertmanager = StandInAlertmanager.start(Clock.systemUTC())) {
            alertmanager.fire(Map.of("alertname", "LinkDown"), Map.of("summary", "uplink is down"));
            Path config = Files.writeString(
                    dir.resolve("my.toml"), """
                    state_dir = "/nowhere"
                    [argus]
                    url = "https://argus.example.org"
                    [failover.main]
                    url = "https://glue.example.org"
                    [sources.oslo]
                    type = "alertmanager"
                    argus_token = { file = "not-there" }
                    renew = true
                    tags = { site = "oslo" }
                    interval = "1s"
                    urls = ["%s"]
                    [sources.other]
                    type = "nothing"
                    """.formatted(alertmanager.urls().get(0)));
            Program.Result result = program.run("demo", "-c", config.toString(), "--source", "oslo", "--for", "12s");
            assertEquals("", result.stderr());
            assertEquals(0, result.exitCode(), result::stdout);
            assertTrue(result.stdout().contains(" opened at level 4: LinkDown: uplink"), result::stdout);
            assertTrue(result.stdout().contains("To act in this Argus as a person, on incident "), result::stdout);
            assertTrue(result.stdout().contains("  curl -fsS -H 'Authorization: Token "), result::stdout);
            assertTrue(
                    result.stdout().contains("1 incident opened, 0 opened again, 0 closed; 1 open now"),
                    result::stdout);
            assertLeavesNothing();
        }
    }

    @Test
    void aSourceThatDoesNotExistIsNamed() throws Exception {
        Path config = Files.writeString(dir.resolve("my.toml"), "[sources.oslo]\ntype = \"alertmanager\"\n");
        Program.Result result = program.run("demo", "-c", config.toString(), "--source", "bergen");
        assertEquals(2, result.exitCode());
        assertEquals(config + ": there is no source 'bergen'; existing sources: oslo\n", result.stderr());
        assertLeavesNothing();
    }

    private void assertLeavesNothing() throws Exception {
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(
                    0,
                    files.filter(file -> file.getFileName().toString().startsWith("argus-glue-demo"))
                            .count());
        }
    }
}
