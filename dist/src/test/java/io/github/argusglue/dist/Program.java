package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of the unpacked program in an environment that the test chooses. */
final class Program {
    static final Path LAYOUT = Path.of(System.getProperty("argusglue.layout", ""));
    static final String THIS_JAVA = System.getProperty("java.home");

    /** Environment variables to add to those of this process. */
    final Map<String, String> environment = new HashMap<>(Map.of("ARGUS_GLUE_JAVA", THIS_JAVA));

    private final Path dir;

    /**
     * Creates it.
     *
     * @param dir working directory, which also contains the output
     */
    Program(Path dir) {
        this.dir = dir;
    }

    /** The result of a command. */
    record Result(int exitCode, String stdout, String stderr) {}

    /** Returns a copy of the unpacked program that a test may change. */
    Path copyOfLayout(String name) throws IOException, InterruptedException {
        Path copy = dir.resolve(name);
        Process copying = new ProcessBuilder("cp", "-a", LAYOUT.toString(), copy.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(copying.getInputStream().readAllBytes(), Charset.defaultCharset());
        assertEquals(0, copying.waitFor(), output);
        return copy;
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return run(LAYOUT.resolve("bin/argus-glue"), arguments);
    }

    Result run(Path launcher, String... arguments) throws IOException, InterruptedException {
        Path stdout = Files.createTempFile(dir, "run", ".out");
        Path stderr = Files.createTempFile(dir, "run", ".err");
        Process process = start(launcher, stdout, stderr, arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return new Result(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    }

    Process start(Path launcher, Path stdout, Path stderr, String... arguments) throws IOException {
        // Through a shell, so that PATH is searched with the environment of the test.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "sh", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
