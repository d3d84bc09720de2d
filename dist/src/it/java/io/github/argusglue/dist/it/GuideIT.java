package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.dist.LocalRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The first commands of the adapter guide, typed literally: from the archive to an incident in Argus. */
@ExtendWith(Lab.class)
final class GuideIT {
    private static final String MARK = "<!-- GuideIT runs these commands. -->\n";
    private static final int MOST_COMMANDS = 5;
    private static final Duration MOST_TIME = Duration.ofMinutes(5);
    private static final Path LAYOUT = Path.of(System.getProperty("argusglue.layout", ""));

    private final LabArgus argus;
    private final Path dir;

    GuideIT(LabArgus argus, @TempDir Path dir) {
        this.argus = argus;
        this.dir = dir;
    }

    @Test
    void fromTheArchiveToAnIncident() throws Exception {
        Path folder = Files.createDirectory(dir.resolve("empty"));
        Files.createSymbolicLink(folder.resolve(archive().getFileName()), archive());
        List<String> commands = commands();
        assertTrue(commands.size() <= MOST_COMMANDS, commands::toString);
        String source = "lamps";
        Path output = dir.resolve("output");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash", "-c", "trap 'kill $(jobs -p)' EXIT; set -e\n" + String.join("\n", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("ARGUS_URL", argus.url().toString());
        shell.environment().put("ARGUS_TOKEN", argus.newSource(source));
        shell.environment().put("ARGUS_GLUE_JAVA", System.getProperty("java.home"));
        try (LocalRepository repository = LocalRepository.create()) {
            shell.environment().put("MAVEN_OPTS", repository.option());
            Process typed = shell.start();
            assertTrue(typed.waitFor(MOST_TIME.toSeconds(), TimeUnit.SECONDS), () -> "too slow: " + text(output));
            assertEquals(0, typed.exitValue(), () -> text(output));
        }
        assertEquals(1, argus.openCount(source), () -> text(output));
        assertTrue(argus.openIds(source).get(0).startsWith("disk-full-web1@"), () -> text(output));
    }

    private static List<String> commands() throws IOException {
        String guide = Files.readString(LAYOUT.resolve("docs/adapter-guide.md"));
        String block = guide.substring(guide.indexOf(MARK) + MARK.length());
        assertTrue(block.startsWith("```sh\n"), "a block of commands stands below the mark");
        return block.substring(0, block.indexOf("\n```")).lines().skip(1).toList();
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(LAYOUT.toAbsolutePath().getParent())) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
