package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The installed program, started by its launcher. Its log goes to a file, which a stopped reader cannot block. */
public final class GlueProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private GlueProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code argus-glue -c config run}. */
    public static GlueProcess run(Path config) {
        return run(config, Map.of());
    }

    /** Starts {@code argus-glue -c config run} with more environment variables. */
    public static GlueProcess run(Path config, Map<String, String> environment) {
        return start(config.resolveSibling("run.log"), environment, "-c", config.toString(), "run");
    }

    /** Starts any command; its log is appended to a file, its output goes to {@code FILE.out}. */
    public static GlueProcess start(Path log, String... arguments) {
        return start(log, Map.of(), arguments);
    }

    private static GlueProcess start(Path log, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Folders.layout().resolve("bin/argus-glue").toString());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            log.resolveSibling(log.getFileName() + ".out").toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new GlueProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its log so far. */
    public List<String> log() {
        try {
            return Files.readAllLines(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> logMatching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return log().stream().filter(line -> pattern.matcher(line).find()).toList();
    }

    void awaitLog(String regex, Duration limit) {
        Await.that(
                limit,
                "a log line like '" + regex + "' in " + log,
                () -> !logMatching(regex).isEmpty());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends SIGTERM, as systemd does. */
    public void terminate() {
        process.destroy();
    }

    /** Kills it. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Suspends it. */
    public void pause() {
        signal("STOP");
    }

    /** Resumes it. */
    public void resume() {
        signal("CONT");
    }

    /** Makes it reload its configuration. */
    public void hangUp() {
        signal("HUP");
    }

    /** Returns its exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("argus-glue did not end within " + limit.toSeconds() + " s, see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
