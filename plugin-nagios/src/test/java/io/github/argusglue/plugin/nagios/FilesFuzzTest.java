package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes must be read or refused with one line. A normal build uses the inputs in {@code FilesFuzzTestInputs};
 * docs/contributing.md describes how to search for more.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FilesFuzzTest {
    @TempDir
    static Path dir;

    @FuzzTest(maxDuration = "5m")
    void status(byte[] bytes) throws IOException {
        Path path = Files.write(dir.resolve("status.dat"), bytes);
        try (StatusFile file = StatusFile.read(path, new Overlay())) {
            ObjectKey watched = ObjectKey.service("h", "s");
            List<ObjectStatus> objects = file.read(Set.of(watched), null).objects();
            assertTrue(objects.size() <= file.keys().size());
            Set<ObjectKey> once = new HashSet<>();
            for (ObjectStatus object : objects) {
                assertTrue(once.add(object.key()), () -> "twice: " + object);
                assertTrue(object.state().isProblem() || object.key().equals(watched), object::toString);
                assertTrue(file.keys().contains(object.key()), object::toString);
            }
        } catch (SourceException e) {
            assertOneLine(e);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void objects(byte[] bytes) throws IOException {
        Path path = Files.write(dir.resolve("objects.cache"), bytes);
        try {
            ObjectKey key = ObjectKey.service("h", "s");
            assertFalse(ObjectsFile.read(path).find(key).notesUrl().contains("$HOSTNAME$"));
        } catch (SourceException e) {
            assertOneLine(e);
        }
    }

    private static void assertOneLine(SourceException e) {
        assertEquals(SourceException.Kind.BAD_ANSWER, e.kind());
        assertTrue(e.getMessage() != null && e.getMessage().indexOf('\n') < 0, e.toString());
    }

    @FuzzTest(maxDuration = "5m")
    void log(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        text.lines()
                .forEach(line -> Change.ofLog(line).ifPresent(change -> {
                    assertFalse(change.at().isBefore(java.time.Instant.EPOCH));
                    assertEquals(change.key().isHost(), line.contains("HOST ALERT: "), line);
                }));
    }
}
