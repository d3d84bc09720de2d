package io.github.argusglue.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notifications to systemd, on a test socket, and the checks of the unit file. */
final class SystemdIT {
    /** Writes each received message to a file, with its lines joined by spaces. */
    private static final String LISTENER = """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            with open(sys.argv[2], "a", buffering=1) as out:
                while True:
                    text = s.recv(65536).decode()
                    if "BARRIER=1" not in text:
                        out.write(" ".join(text.split("\\n")) + "\\n")
            """;

    private final Path dir;
    private final Program program;
    private final Path told;
    private final List<Process> processes = new ArrayList<>();

    SystemdIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
        this.told = dir.resolve("told");
    }

    @BeforeEach
    void systemdIsThere() {
        assumeTrue(isThere("systemd-notify") && isThere("systemd-analyze"), "systemd's commands are not installed");
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        }
    }

    private static boolean isThere(String command) {
        return List.of("/usr/bin", "/bin", "/usr/sbin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** Returns the messages so far. */
    private String told() {
        try {
            return Files.exists(told) ? Files.readString(told) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long count(String message) {
        return told().lines().filter(line -> line.contains(message)).count();
    }

    private void listen() throws Exception {
        Path socket = dir.resolve("notify");
        Path script = Files.writeString(dir.resolve("listener.py"), LISTENER);
        processes.add(new ProcessBuilder("python3", script.toString(), socket.toString(), told.toString())
                .redirectError(dir.resolve("listener.err").toFile())
                .start());
        await("listens", () -> Files.exists(socket));
        program.environment.put("NOTIFY_SOCKET", socket.toString());
    }

    private Process run(Path config) throws IOException {
        Process process = program.start(
                Program.LAYOUT.resolve("bin/argus-glue"),
                dir.resolve("out"),
                dir.resolve("log"),
                "-c",
                config.toString(),
                "run");
        processes.add(0, process);
        return process;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void notificationsOverALifecycle() throws Exception {
        listen();
        program.environment.put("WATCHDOG_USEC", "1500000");
        Path config = dir.resolve("argus-glue.toml");
        try (StandInArgus argus = StandInArgus.start();
                StandInAlertmanager alertmanager = StandInAlertmanager.start(Clock.systemUTC())) {
            Files.writeString(config, """
                    state_dir = "state"
                    [http]
                    listen = "off"
                    [argus]
                    url = "%s"
                    [sources.oslo]
                    type = "alertmanager"
                    argus_token = "%s"
                    interval = "1s"
                    urls = ["%s"]
                    """.formatted(
                    argus.url(), argus.addSource("oslo"), alertmanager.urls().get(0)));
            Process process = run(config);
            await("ready", () -> count("READY=1") == 1);
            assertTrue(
                    told().lines()
                            .anyMatch(line -> line.matches("READY=1 (WATCHDOG=1 )?STATUS=sources: 1 ok, 0 failing, 0"
                                    + " standby; 0 incidents open")),
                    this::told);
            await("the watchdog is fed", () -> count("WATCHDOG=1") >= 3);

            new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            await("reloads", () -> count("RELOADING=1 MONOTONIC_USEC=") == 1);
            await("has reloaded", () -> count("READY=1") == 2);

            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ends");
            assertEquals(0, process.exitValue());
            await("said so", () -> count("STOPPING=1") == 1);
        }
    }

    @Test
    void anInvalidConfigurationExitsAsTheUnitFileExpects() throws Exception {
        Path config = Files.writeString(dir.resolve("argus-glue.toml"), "[argus]\n");
        assertEquals(2, program.run("-c", config.toString(), "run").exitCode());
        assertTrue(unit().lines().anyMatch("RestartPreventExitStatus=2"::equals));
    }

    @Test
    void theUnitFileIsValid() throws Exception {
        Path unit = Files.writeString(
                dir.resolve("argus-glue.service"),
                unit().replaceAll("(?m)^(Exec\\w+)=argus-glue", "$1=" + Program.LAYOUT.resolve("bin/argus-glue")));
        assertEquals("", output("systemd-analyze", "verify", "--man=no", unit.toString()));
    }

    @Test
    void theUnitFileGrantsOnlyWhatIsNeeded() throws Exception {
        Path unit = Files.writeString(dir.resolve("argus-glue.service"), unit());
        String said = output(
                "systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit.toString());
        assertTrue(said.contains("Overall exposure level for argus-glue.service: 1."), said);
        assertFalse(said.contains("UNSAFE"), said);
    }

    private static String unit() throws IOException {
        return Files.readString(Program.LAYOUT.resolve("systemd/argus-glue.service"));
    }

    /** Returns the output of a command, which must succeed. */
    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }
}
