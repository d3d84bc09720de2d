package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.dist.LocalRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A plugin of docs/examples, built by Maven with what is in the archive, as its author would. */
final class ExamplePlugin {
    private ExamplePlugin() {}

    /** Returns the folder of the plugins, for {@code plugins_dir}. Its tests do not run. */
    static Path build(String example) throws IOException, InterruptedException {
        Path project = Folders.fresh(example);
        Path original = Folders.checkout().resolve("docs/examples").resolve(example);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = original.relativize(file);
                if (!name.startsWith("target")) {
                    Path copy = project.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Path output = project.resolve("build.log");
        try (LocalRepository repository = LocalRepository.create()) {
            ProcessBuilder maven = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-q",
                            "-o",
                            "-Daether.offline.protocols=file",
                            repository.option(),
                            "-Dargus-glue=" + Folders.layout().toAbsolutePath(),
                            "-Dmaven.test.skip=true",
                            "package")
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            maven.environment().keySet().removeAll(List.of("MAVEN_OPTS", "JAVA_TOOL_OPTIONS", "MAVEN_ARGS"));
            maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = maven.start();
            assertTrue(process.waitFor(4, TimeUnit.MINUTES), "Maven ends");
            assertEquals(0, process.exitValue(), Files.readString(output));
        }
        return project.resolve("target/plugins");
    }
}
