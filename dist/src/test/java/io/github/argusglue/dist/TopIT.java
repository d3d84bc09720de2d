package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code argus-glue top} in a real terminal, which {@code script} of util-linux makes, and without one. */
@Execution(ExecutionMode.CONCURRENT)
final class TopIT {
    private static final String RESTORED = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final Path dir;
    private final Path config;
    private final Path state;
    private final Path screen;
    private final Program program;
    private final StandInArgus argus;
    private final StandInAlertmanager alertmanager;
    private final Process glue;

    TopIT(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.program = new Program(dir);
        this.screen = dir.resolve("screen");
        // A socket path must be short, whatever the folder of the test is called.
        this.state = Files.createTempDirectory(Path.of("/tmp"), "top");
        this.argus = StandInArgus.start();
        this.alertmanager = StandInAlertmanager.start(Clock.systemUTC());
        this.config = Files.writeString(
                dir.resolve("argus-glue.toml"),
                "state_dir = \"" + state + "\"\n[http]\nlisten = \"off\"\n[argus]\nurl = \"" + argus.url()
                        + "\"\n[sources.oslo]\ntype = \"alertmanager\"\nargus_token = \"" + argus.addSource("oslo")
                        + "\"\nurls = [\"" + alertmanager.urls().get(0) + "\"]\n");
        Path log = dir.resolve("log");
        this.glue = program.start(
                Program.LAYOUT.resolve("bin/argus-glue"), dir.resolve("out"), log, "-c", config.toString(), "run");
        await("takes commands", () -> Files.exists(state.resolve("control.sock")));
    }

    @AfterEach
    void stop() throws Exception {
        glue.destroy();
        assertTrue(glue.waitFor(20, TimeUnit.SECONDS), "ends");
        alertmanager.close();
        argus.close();
        try (Stream<Path> left = Files.walk(state)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void withoutATerminalItPrintsOnce() throws Exception {
        Program.Result printed = program.run("top", "-c", config.toString());
        assertEquals("", printed.stderr());
        assertEquals(0, printed.exitCode());
        assertTrue(printed.stdout().contains("\nSTATE "), printed::stdout);
        assertTrue(printed.stdout().contains(" oslo "), printed::stdout);
        assertFalse(printed.stdout().contains("\u001b"), printed::stdout);
    }

    /** After q and after Ctrl-C, the terminal is as it was before; a smaller window gets a smaller screen. */
    @Test
    void theTerminalIsRestored() throws Exception {
        assumeTrue(isThere("script"), "no script on this machine");
        Process terminal = terminal();
        await("is shown", () -> shown().contains(" oslo "));
        key(terminal, "q");
        await("has ended", () -> shown().contains("first=0"));
        assertTrue(shown().contains(RESTORED), this::shown);
        await("is shown again", () -> shown().lastIndexOf(" oslo ") > shown().indexOf("first=0"));
        run("stty", "-F", Files.readString(dir.resolve("tty")).strip(), "rows", "3");
        await(
                "is drawn anew",
                () -> shown().endsWith("scroll\u001b[0m\u001b[K\u001b[J")
                        && !shown().substring(shown().lastIndexOf("\u001b[H")).contains(" oslo "));
        key(terminal, "\u0003");
        await("has ended", () -> shown().contains("second=0"));
        assertTrue(terminal.waitFor(20, TimeUnit.SECONDS), "ends");
        assertTrue(shown().substring(shown().indexOf("first=0")).contains(RESTORED), this::shown);
        for (String after : new String[] {"first", "second"}) {
            assertEquals(Files.readString(dir.resolve("before")), Files.readString(dir.resolve(after)), after);
        }
    }

    private Process terminal() throws IOException {
        String top = Program.LAYOUT.resolve("bin/argus-glue") + " top --interval 500ms -c " + config;
        Path inside = Files.writeString(
                dir.resolve("inside.sh"),
                "trap : INT; tty >tty; stty rows 20 cols 100; stty -g >before; " + top
                        + "; echo first=$?; stty -g >first; " + top
                        + "; echo second=$?; stty rows 20 cols 100; stty -g >second\n");
        // A build in the background of a shell ignores Ctrl-C, and so would all that it starts.
        String shell = "env --default-signal=INT sh " + inside;
        ProcessBuilder builder = new ProcessBuilder("script", "-qfec", shell, "/dev/null")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("ARGUS_GLUE_JAVA", Program.THIS_JAVA);
        return builder.start();
    }

    private static void key(Process terminal, String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        terminal.getOutputStream().flush();
    }

    private String shown() {
        try {
            return Files.readString(screen);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isThere(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static void await(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < giveUp, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
