package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project that new-adapter writes: built offline with the archive's sdk, tested by its kit, loaded and run. */
final class NewAdapterIT {
    private final Path dir;
    private final Program program;

    NewAdapterIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    @Test
    void buildsPassesItsTestsAndOpensIncidents() throws Exception {
        Program.Result written = program.run("new-adapter", "my-lamps", "--package", "com.example.lamps");
        assertEquals(0, written.exitCode(), written::stderr);
        Path project = dir.resolve("my-lamps");
        try (LocalRepository repository = LocalRepository.create()) {
            // The sdk is a repository in a folder, which can be read offline.
            run(project, "mvn", "-B", "-q", "-o", "-Daether.offline.protocols=file", repository.option(), "package");
        }
        assertTrue(testsOf(project) > 20, "the kit has run");

        Path serverOut = dir.resolve("server");
        Process server = new ProcessBuilder(
                        Program.THIS_JAVA + "/bin/java", "src/test/java/com/example/lamps/MyLampsServer.java", "0")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(serverOut.toFile())
                .start();
        try (StandInArgus argus = StandInArgus.start()) {
            String url = Texts.await(serverOut, "http://[0-9.:]+");
            Path config = project.resolve("argus-glue.toml");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace("https://argus.example.org", argus.url().toString())
                            .replace("http://127.0.0.1:8089", url));
            program.environment.put("ARGUS_TOKEN", argus.addSource("my-lamps"));
            Program.Result synced = program.run("-c", config.toString(), "sync");
            assertEquals(0, synced.exitCode(), synced::stderr);
            List<StandInIncident> incidents = argus.incidents("my-lamps");
            assertEquals(1, incidents.size());
            assertEquals("disk-full-web1 is open", incidents.get(0).description());
        } finally {
            server.destroy();
        }
    }

    private static long testsOf(Path project) throws IOException {
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            Path report = reports.filter(file -> file.toString().endsWith(".xml"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(report).split("<testcase ", -1).length - 1L;
        }
    }

    private void run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = dir.resolve("build");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "JAVA_TOOL_OPTIONS", "MAVEN_ARGS"));
        builder.environment().put("JAVA_HOME", Program.THIS_JAVA);
        Process process = builder.start();
        assertTrue(process.waitFor(4, TimeUnit.MINUTES), "ends");
        assertEquals(0, process.exitValue(), Files.readString(output));
    }
}
