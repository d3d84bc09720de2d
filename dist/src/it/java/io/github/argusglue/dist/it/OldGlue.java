package io.github.argusglue.dist.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real zino-argus-glue 0.5.1, which does argus-glue's work until it is replaced. */
final class OldGlue implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final Path log;

    private OldGlue(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Installs it unless it is installed. */
    static void install() {
        new Shell(script(), Map.of()).run("install", home().toString());
    }

    private static Path script() {
        return Folders.lab().resolve("zinoargus.sh");
    }

    private static Path home() {
        return Path.of(System.getProperty("argusglue.venv", "target/venv")).resolveSibling("zinoargus-venv");
    }

    /** Writes its configuration, with all feedback enabled. */
    static Path configure(Path folder, URI argus, String token, LabZino zino) {
        try {
            return Files.writeString(folder.resolve("zinoargus.toml"), """
                    [argus]
                    url = "%s"
                    token = "%s"
                    timeout = 10.0
                    [zino]
                    server = "%s"
                    port = %d
                    user = "zinoargus"
                    secret = "old secret"
                    [sync.acknowledge]
                    setstate = "working"
                    [sync.ticket]
                    enable = true
                    """.formatted(
                            argus.resolve("/api/v2"),
                            token,
                            zino.address().getHostString(),
                            zino.address().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OldGlue start(Path config) {
        Path log = config.resolveSibling("zinoargus.log");
        try {
            Process process = new ProcessBuilder(
                            "bash", script().toString(), "run", home().toString(), config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            return new OldGlue(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of non-empty lines of its log, over all its runs. */
    long logged(String text) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM, as systemd does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("zino-argus-glue did not end within "
                        + Duration.ofSeconds(LIMIT_SECONDS).toSeconds() + " s, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
