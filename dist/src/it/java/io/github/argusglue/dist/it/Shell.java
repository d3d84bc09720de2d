package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one of the lab's scripts until it ends. */
final class Shell {
    private static final long LIMIT_MINUTES = 5;

    private final Path script;
    private final Map<String, String> environment;

    Shell(Path script, Map<String, String> environment) {
        this.script = script;
        this.environment = environment;
    }

    /** Returns the output of the script without the trailing newline; fails if the script fails. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed;
            try (InputStream output = process.getInputStream()) {
                printed = new String(output.readAllBytes(), UTF_8);
            }
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + printed);
            }
            return printed.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + String.join(" ", command), e);
        }
    }
}
