package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract runs on the oldest JUnit, which these tests use, and on the newest, which a process of its own uses. */
final class NewestJUnitTest {
    private static final Path NEWEST = Path.of("target", "newest-junit", "junit-platform-console-standalone.jar");

    @Test
    void testsRunOnTheOldest() {
        assertTrue(jarOf(Test.class).contains("-5.10."), jarOf(Test.class));
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    @Test
    void contractRunsOnTheNewest(@TempDir Path dir) throws IOException, InterruptedException {
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (!name.startsWith("junit-") && !name.startsWith("opentest4j-") && !name.startsWith("surefire")) {
                path.add(entry);
            }
        }
        path.add(NEWEST.toString());
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, path),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--disable-banner",
                        "--select-class=" + BeaconContractTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), () -> "it does not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        Matcher found = Pattern.compile("(\\d+) tests successful").matcher(text);
        assertTrue(found.find() && Integer.parseInt(found.group(1)) > 50, text);
    }
}
