package io.github.argusglue.plugin.generic.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSourceTest {
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant WRITTEN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path dir;

    private Path file = Path.of("");
    private final TestContext context = new TestContext("test", Clock.fixed(NOW, ZoneOffset.UTC));
    private FileSource source = new FileSource(file, context);

    @BeforeEach
    void source() {
        file = dir.resolve("alerts.json");
        source = new FileSource(file, context);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private Document only() throws Exception {
        return source.read().get(0);
    }

    private String failure(SourceException.Kind kind) {
        SourceException e = assertThrows(SourceException.class, () -> source.read());
        assertEquals(kind, e.kind(), e.getMessage());
        return String.valueOf(e.getMessage());
    }

    @Test
    void isParsedAgainOnlyWhenItHasChanged() throws Exception {
        write("{\"a\": 1}");
        Document first = only();
        assertEquals("{\"a\":1}", first.json().toString());
        assertEquals(WRITTEN, first.received());
        assertSame(first, only());
        write("{\"a\": 2}");
        assertNotSame(first, only());
        assertEquals("{\"a\":2}", only().json().toString());
    }

    @Test
    void anOlderFileThatReplacesItCounts() throws Exception {
        write("{\"a\": 1}");
        only();
        write("{\"a\": 2}");
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN.minusSeconds(100)));
        assertEquals("{\"a\":2}", only().json().toString());
        assertEquals(NOW, only().received());
    }

    @Test
    void aFileThatWasJustWrittenIsReadAgain() throws Exception {
        source = new FileSource(file, new TestContext("test", Clock.fixed(WRITTEN, ZoneOffset.UTC)));
        write("{\"a\": 1}");
        assertNotSame(only(), only());
        assertEquals(WRITTEN, only().received());
    }

    @Test
    void aMissingEmptyOrHalfFileIsAFailure() throws Exception {
        String missing = failure(SourceException.Kind.UNREACHABLE);
        assertTrue(missing.endsWith(
                "alerts.json' does not exist: check 'file', and that the program that writes it runs"));
        write("");
        failure(SourceException.Kind.BAD_ANSWER);
        write("{\"complete\": true, \"alerts\": [");
        assertTrue(failure(SourceException.Kind.BAD_ANSWER).contains("alerts.json"));
        write("{}");
        assertEquals("{}", only().json().toString());
        Files.delete(file);
        failure(SourceException.Kind.UNREACHABLE);
    }

    @Test
    void aTooLargeFileIsAFailure() throws Exception {
        source = new FileSource(file, context.maxAnswerBytes(10_000));
        write(" ".repeat(9_998) + "{}");
        assertEquals("{}", only().json().toString());
        write(" ".repeat(9_999) + "{}");
        String message = failure(SourceException.Kind.BAD_ANSWER);
        assertTrue(message.contains("alerts.json': more than 10000 bytes ('max_answer_bytes')"), message);
    }

    @Test
    void aPipeIsRefusedInsteadOfWaitedFor() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertTrue(failure(SourceException.Kind.UNREACHABLE).contains("not a regular file"));
    }
}
