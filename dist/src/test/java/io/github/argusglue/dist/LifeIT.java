package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The running program: reloads by signal and by command, and other commands. */
@Execution(ExecutionMode.CONCURRENT)
final class LifeIT {
    private final Path dir;
    private final Program program;
    private final Path log;
    private final Path config;
    private final Path state;
    private final StandInArgus argus;
    private final StandInAlertmanager alertmanager;
    private final String oslo;
    private Process process;

    LifeIT(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.program = new Program(dir);
        this.log = dir.resolve("log");
        this.config = dir.resolve("argus-glue.toml");
        // A socket path must be short, whatever the folder of the test is called.
        this.state = Files.createTempDirectory(Path.of("/tmp"), "life");
        this.argus = StandInArgus.start();
        this.alertmanager = StandInAlertmanager.start(Clock.systemUTC());
        this.oslo = source("oslo");
        configure(oslo);
        this.process = run();
    }

    @BeforeEach
    void started() {
        awaitLog("source: 0 alerts open");
        await("takes commands", () -> Files.exists(state.resolve("control.sock")));
    }

    @AfterEach
    void stop() throws Exception {
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        alertmanager.close();
        argus.close();
        assertFalse(Files.exists(state.resolve("control.sock")), "leaves no socket");
        try (Stream<Path> left = Files.walk(state)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void sighupReloadsTheConfiguration() throws Exception {
        configure(oslo + source("bergen"));
        hangup();
        awaitLog("reload: the new configuration is in force: started bergen; 1 source untouched");
        awaitLog("\\[bergen\\] source: source: 0 alerts open");

        configure(source("bergen") + "intervall = \"1s\"\n");
        hangup();
        awaitLog("ERROR .*argus-glue.toml:11:1: sources.bergen.intervall: unknown key; did you mean 'interval'\\?");
        awaitLog("ERROR .*the previous one and its plugins stay in force");
        Program.Result status = glue("status");
        assertTrue(status.stdout().contains("has errors and is not in force:\n"), status::stdout);
        assertTrue(status.stdout().contains("intervall: unknown key"), status::stdout);
        // A moment before, the source may have been reading.
        await(
                "oslo is in step",
                () -> statusLines().anyMatch(line -> line.matches("oslo +active +yes +0 +0 +0 .*s ago")));
        assertTrue(process.isAlive());
    }

    @Test
    void reloadReportsItsChanges() throws Exception {
        assertEquals(new Program.Result(0, "1 source untouched\n", ""), glue("reload"));
        configure(oslo + "close_unknown = true\n[log]\nformat = \"json\"\n");
        assertEquals(
                new Program.Result(0, "restarted oslo\n  to do in Argus: nothing\n0 sources untouched\n", ""),
                glue("reload"));
        awaitLog("^\\{\"time\":.*\"level\":\"INFO\",\"source\":\"oslo\",.*\"message\":\"source: 0 alerts open\"}$");
        Files.writeString(config, "state_dir = \"" + state + "\"\n[argus\n");
        Program.Result broken = glue("reload");
        assertEquals(2, broken.exitCode());
        assertEquals("", broken.stdout());
        assertTrue(broken.stderr().startsWith(config + ":2:7: "), broken::stderr);
        assertTrue(broken.stderr()
                .endsWith("nothing was changed: the previous configuration and its plugins stay in force\n"));
    }

    @Test
    void theStartNeedsOneLineForTheProgramAndOneForEachSource() throws Exception {
        List<String> start =
                text(log).lines().takeWhile(line -> !line.contains(" started")).toList();
        assertTrue(
                start.stream()
                        .anyMatch(line ->
                                line.matches(".* INFO  \\[-] service: argus-glue \\S+ \\(SPI .*, Java .*\\), process "
                                        + process.pid() + ", configuration '" + config + "', state folder '" + state
                                        + "'")),
                start::toString);
        assertTrue(
                start.stream()
                        .anyMatch(line -> line.endsWith(
                                "INFO  [oslo] service: type alertmanager, read every 1s; Argus " + argus.url())),
                start::toString);
        assertFalse(text(log).contains("snapshot_timeout"), () -> text(log));
        assertTrue(glue("check", "-v").stdout().contains("sources.oslo.snapshot_timeout = "));
    }

    @Test
    void statusOfAFailingSourceEndsWithItsCode() throws Exception {
        alertmanager.close();
        await("fails", () -> exitCode("status") == 5);
    }

    @Test
    void aRefusedTokenIsLoggedForItsSource() throws Exception {
        configure(oslo + source("bergen").replaceFirst("argus_token = .*", "argus_token = \"refused-token\""));
        assertEquals(0, glue("reload").exitCode());
        awaitLog("ERROR \\[bergen] token: .*rejected by Argus since .*: Invalid token. To do: \\(1\\)");
    }

    @Test
    void commandsReachTheProcess() throws Exception {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("control.sock"))));
        argus.forgetRequests();
        assertEquals(new Program.Result(0, "resync requested: 1 source\n", ""), glue("resync", "oslo"));
        await(
                "a listing",
                () -> argus.requests().stream()
                        .anyMatch(request -> request.path().contains("incidents/mine/")));
        Program.Result unknown = glue("resync", "olso");
        assertEquals(2, unknown.exitCode());
        assertEquals("argus-glue resync: there is no source 'olso'; existing sources: oslo\n", unknown.stderr());
        assertEquals(0, glue("release", "oslo").exitCode());
        await("in step again", () -> printed("status", "--json").contains("\"in_step\" : true"));
    }

    @Test
    void aSecondProcessDoesNotStart() throws Exception {
        Program.Result second = glue("run");
        assertEquals(1, second.exitCode());
        String why = "argus-glue run: another argus-glue (process " + process.pid() + ") is running with"
                + " state_dir '" + state
                + "'. Two processes would write everything to Argus twice. Stop the other one (";
        assertTrue(second.stderr().contains(why), second::stderr);
        Program.Result status = glue("status");
        // 4 while the Alertmanager has just started, so that its snapshots are partial.
        assertTrue(status.exitCode() == 0 || status.exitCode() == 4, status::stdout);
        assertTrue(status.stdout().contains(", process " + process.pid() + ","), status::stdout);
    }

    @Test
    void aSecondProcessTakesOverOnRequest() throws Exception {
        Process first = process;
        process = run("--takeover");
        assertTrue(first.waitFor(20, TimeUnit.SECONDS), "the first ends");
        assertEquals(0, first.exitValue());
        await("the second answers", () -> printed("status").contains(", process " + process.pid() + ","));
    }

    /** From the moment that the program's own code runs. */
    @Test
    void sighupsDuringTheStartCauseOneReload() throws Exception {
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        Path classes = dir.resolve("classes");
        program.environment.put("ARGUS_GLUE_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
        process = run();
        await("began", () -> Files.exists(classes) && text(classes).contains("core.cli.GlueCommand "));
        while (!text(log).contains("1 source started")) {
            hangup();
            assertTrue(process.isAlive(), () -> text(log));
        }
        awaitLog("reload: reloading the configuration \\(SIGHUP\\)");
        awaitLog("reload: the new configuration is in force: 1 source untouched");
        await("takes commands", () -> exitCode("status") != 1);
    }

    @Test
    void itRestartsAfterAKill() throws Exception {
        process.destroyForcibly();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        Program.Result status = glue("status");
        assertEquals(1, status.exitCode());
        assertEquals(
                "argus-glue status: argus-glue is not running with state_dir '" + state + "': '" + state
                        + "/control.sock' was left behind by a process that has ended\n",
                status.stderr());
        process = run();
        await("answers", () -> exitCode("status") != 1);
    }

    private String printed(String... command) {
        try {
            return glue(command).stdout();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int exitCode(String command) {
        try {
            return glue(command).exitCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Process run(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-c", config.toString(), "run"));
        arguments.addAll(List.of(options));
        return program.start(
                Program.LAYOUT.resolve("bin/argus-glue"), dir.resolve("out"), log, arguments.toArray(String[]::new));
    }

    private Program.Result glue(String... command) throws Exception {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "-c";
        arguments[1] = config.toString();
        System.arraycopy(command, 0, arguments, 2, command.length);
        return program.run(arguments);
    }

    private Stream<String> statusLines() {
        try {
            return glue("status").stdout().lines();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void hangup() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private void configure(String sources) throws IOException {
        Files.writeString(
                config,
                "state_dir = \"" + state + "\"\n[argus]\nurl = \"" + argus.url() + "\"\n[http]\nlisten = \"off\"\n"
                        + sources);
    }

    private String source(String name) {
        return """
                [sources.%s]
                type = "alertmanager"
                argus_token = "%s"
                interval = "1s"
                urls = ["%s"]
                """.formatted(name, argus.addSource(name), alertmanager.urls().get(0));
    }

    private void awaitLog(String regex) {
        await(
                () -> "a line like " + regex + " in\n" + text(log),
                () -> text(log).lines().anyMatch(line -> line.matches(".*(" + regex + ").*")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    private static void await(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail(what.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
