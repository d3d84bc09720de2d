package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.spi.config.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** One run of a command, with everything that it starts, in a process group of its own. */
final class CommandRun {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final int ERROR_BYTES = 2048;
    private static final int ERROR_LINES = 3;

    private final Process process;
    private final boolean hasGroup;
    private final List<String> secrets;
    private final ReadLimit limit;
    /** Open until both outputs have ended. */
    private final CountDownLatch ended = new CountDownLatch(2);

    private volatile byte[] output = {};
    private volatile byte[] errors = {};

    private CommandRun(Process process, boolean hasGroup, List<String> secrets, ReadLimit limit) {
        this.process = process;
        this.hasGroup = hasGroup;
        this.secrets = secrets;
        this.limit = limit;
    }

    static CommandRun start(
            List<String> command, Map<String, Secret> environment, ReadLimit limit, ThreadFactory threads)
            throws IOException {
        // setsid replaces itself with the command, in a new session and so in a new process group.
        List<String> line = new ArrayList<>();
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(path -> line.add(path.toString()));
        boolean hasGroup = !line.isEmpty();
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(new File("/dev/null"));
        Map<String, String> variables = builder.environment();
        String path = variables.getOrDefault("PATH", USUAL_PATH);
        variables.clear();
        variables.put("PATH", path);
        List<String> secrets = new ArrayList<>();
        environment.forEach((name, value) -> {
            String revealed = value.reveal();
            variables.put(name, revealed);
            secrets.add(revealed);
        });
        CommandRun run = new CommandRun(builder.start(), hasGroup, secrets, limit);
        threads.newThread(run::readOutput).start();
        threads.newThread(run::readErrors).start();
        return run;
    }

    /**
     * Waits until the command has ended, and ends what it has left behind, which could keep its output open; false if
     * that takes longer than the given time.
     */
    boolean await(long time, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(time);
        if (!process.waitFor(time, unit)) {
            return false;
        }
        killGroup();
        return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Returns what was printed; if that is more than the limit, one byte more. */
    byte[] output() {
        return output;
    }

    /**
     * Returns the last lines of standard error, for people; they may name what the variables have, but not their
     * values.
     */
    String lastErrors() {
        String text = new String(errors, StandardCharsets.UTF_8);
        for (String secret : secrets) {
            text = secret.isBlank() ? text : text.replace(secret, "****");
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String last = String.join(" | ", lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()));
        return last.isEmpty() ? "; it printed nothing on standard error" : "; standard error: " + last;
    }

    /** Ends the command and what it has started, unless that has left the process group. */
    void kill() {
        if (process.isAlive()) {
            List<ProcessHandle> started = process.descendants().toList();
            killGroup();
            started.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Java has no call for this, and the program kill is not on every machine; each shell has it built in. */
    private void killGroup() {
        if (!hasGroup) {
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // The descendants that are known are killed one by one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (InputStream stream = process.getInputStream()) {
            output = limit.read(stream);
        } catch (IOException e) {
            output = new byte[0];
        } finally {
            ended.countDown();
        }
    }

    private void readErrors() {
        byte[] buffer = new byte[ERROR_BYTES];
        try (InputStream stream = process.getErrorStream()) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                byte[] all = Arrays.copyOf(errors, errors.length + read);
                System.arraycopy(buffer, 0, all, errors.length, read);
                errors = Arrays.copyOfRange(all, Math.max(0, all.length - ERROR_BYTES), all.length);
            }
        } catch (IOException e) {
            // The stream was closed because the command was killed; what has been read counts.
        } finally {
            ended.countDown();
        }
    }
}
