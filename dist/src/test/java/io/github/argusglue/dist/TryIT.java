package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter runs alone until a signal, and leaves nothing behind. */
final class TryIT {
    private final Path dir;
    private final Program program;

    TryIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Djava.io.tmpdir=" + dir);
    }

    @Test
    void showsWhatChangesUntilSigterm() throws Exception {
        Path stdout = dir.resolve("out");
        Path stderr = dir.resolve("err");
        try (StandInAlertmanager alertmanager = StandInAlertmanager.start(Clock.systemUTC())) {
            alertmanager.fire(Map.of("alertname", "LinkDown"), Map.of("summary", "uplink is down"));
            Process process = program.start(
                    Program.LAYOUT.resolve("bin/argus-glue"),
                    stdout,
                    stderr,
                    "try",
                    "alertmanager",
                    "--interval",
                    "100ms",
                    "urls=[\"" + alertmanager.urls().get(0) + "\"]");
            Texts.await(stdout, "opened");
            alertmanager.fire(Map.of("alertname", "DiskFull"), Map.of("summary", "disk is full"));
            Texts.await(stdout, "DiskFull");
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
            assertEquals(0, process.exitValue());
        }
        assertEquals("", Files.readString(stderr));
        assertTrue(
                Files.readString(stdout).contains(" 0 failed; 2 opened, 0 changed, 0 ended"), Files.readString(stdout));
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(
                    0,
                    files.filter(file -> file.getFileName().toString().startsWith("argus-glue-try"))
                            .count());
        }
    }
}
