package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stub services of the documentation, each a script and its configuration, with the program and a simulated Argus.
 */
final class StubsIT {
    private static final Path STUBS = Path.of(System.getProperty("argusglue.examples", ""), "stubs");

    private static final String NO_ENDPOINT = "[http]\nlisten = \"off\"";

    private final Path dir;
    private final Program program;
    private StandInArgus argus;

    StubsIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @BeforeEach
    void startArgus() throws IOException {
        argus = StandInArgus.start();
    }

    @AfterEach
    void stopArgus() {
        argus.close();
    }

    /** Writes a configuration with the table of a stub, whose script is where the examples are. */
    private Path config(String stub, String http, String more) throws IOException {
        secret(stub + ".token", argus.addSource(stub));
        String table = Files.readString(STUBS.resolve(stub + ".toml")).replace("/usr/local/bin", STUBS.toString());
        return Files.writeString(
                dir.resolve("argus-glue.toml"),
                "state_dir = \"%s\"\n[argus]\nurl = \"%s\"\n%s\n%s%s\n"
                        .formatted(dir.resolve("state"), argus.url(), http, table, more));
    }

    private Process run(Path config) throws IOException {
        return program.start(
                Program.LAYOUT.resolve("bin/argus-glue"),
                dir.resolve("out"),
                dir.resolve("err"),
                "-c",
                config.toString(),
                "run");
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<StandInIncident> await(String stub, Predicate<List<StandInIncident>> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.test(argus.incidents(stub))) {
            assertTrue(System.nanoTime() < deadline, () -> "incidents: " + argus.incidents(stub));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return argus.incidents(stub);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "heartbeat", "moon-phase", "pomodoro"})
    void isShort(String stub) throws IOException {
        assertTrue(Files.readAllLines(STUBS.resolve(stub)).size() <= 15);
    }

    @Test
    void minimal() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        secret("minimal.hook", "a-token-for-the-hook-of-24");
        Path config = config("minimal", "[http]\nlisten = \"127.0.0.1:" + port + "\"", "");
        Process glue = run(config);
        try {
            ProcessBuilder stub = new ProcessBuilder(STUBS.resolve("minimal").toString(), "something", "has happened");
            stub.environment().put("TOKEN_FILE", dir.resolve("minimal.hook").toString());
            stub.environment().put("HOOK", "http://127.0.0.1:" + port + "/hooks/minimal");
            stub.redirectErrorStream(true)
                    .redirectOutput(dir.resolve("stub.out").toFile());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (stub.start().waitFor() != 0) {
                assertTrue(System.nanoTime() < deadline, Files.readString(dir.resolve("stub.out")));
            }
            StandInIncident incident =
                    await("minimal", found -> !found.isEmpty()).get(0);
            assertEquals("something has happened", incident.description());
            assertTrue(incident.endTime() == null, "it has no end");
        } finally {
            glue.destroy();
            glue.waitFor();
        }
    }

    @Test
    void heartbeat() throws Exception {
        Path config = config("heartbeat", NO_ENDPOINT, "interval = \"1s\"");
        for (int run = 0; run < 2; run++) {
            Process glue = run(config);
            try {
                await("heartbeat", found -> !found.isEmpty());
            } finally {
                glue.destroy();
                glue.waitFor();
            }
        }
        List<StandInIncident> incidents = argus.incidents("heartbeat");
        long hours = incidents.stream()
                .map(StandInIncident::sourceIncidentId)
                .distinct()
                .count();
        assertEquals(hours, incidents.size(), "one for each hour");
        assertTrue(incidents.get(0).endTime() == null, "it has no end");
        assertEquals("Still here", incidents.get(0).description());
    }

    @Test
    void moonPhase() throws Exception {
        Path config = config("moon-phase", "", "");
        for (int run = 0; run < 2; run++) {
            Program.Result result = program.run("-c", config.toString(), "sync");
            assertEquals(0, result.exitCode(), result::stderr);
        }
        List<StandInIncident> open = argus.incidents("moon-phase").stream()
                .filter(StandInIncident::open)
                .toList();
        assertEquals(1, open.size());
        assertTrue(open.get(0).description().startsWith("The moon is at: "));
    }

    @Test
    void pomodoro() throws Exception {
        // Otherwise the second break would open the incident of the first one again.
        Path config = config("pomodoro", NO_ENDPOINT, "reopen_within = \"0s\"");
        Process both = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "\"$1\" 1 2 | exec \"$2\" -c \"$3\" run",
                        "sh",
                        STUBS.resolve("pomodoro").toString(),
                        Program.LAYOUT.resolve("bin/argus-glue").toString(),
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("run.out").toFile())
                .start();
        try {
            List<StandInIncident> incidents = await(
                    "pomodoro", found -> found.size() >= 2 && !found.get(0).open());
            assertEquals("Time for a break", incidents.get(0).description());
            assertTrue(incidents.stream().filter(StandInIncident::open).count() <= 1, "at most one break at a time");
        } finally {
            both.descendants().forEach(ProcessHandle::destroy);
            both.destroy();
            both.waitFor();
        }
    }
}
