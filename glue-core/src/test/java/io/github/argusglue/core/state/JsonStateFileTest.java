package io.github.argusglue.core.state;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.argusglue.core.executor.LogbackLogger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record is written atomically and read again; an invalid file is ignored with one log line. */
final class JsonStateFileTest {
    record Content(int version, List<Entry> someEntries) {
        Content {
            if (version != 1) {
                throw new IllegalArgumentException("version " + version);
            }
            someEntries = someEntries == null ? List.of() : List.copyOf(someEntries);
        }
    }

    record Entry(String key, Instant closedAt, @Nullable Instant openedAt) {
        Entry {
            requireNonNull(closedAt, "'closed_at' is missing");
        }
    }

    private static final Content CONTENT =
            new Content(1, List.of(new Entry("a", Instant.parse("2026-11-20T10:00:00Z"), null)));
    private static final String TEXT =
            "{\"version\":1,\"some_entries\":[{\"key\":\"a\",\"closed_at\":\"2026-11-20T10:00:00Z\"}]}";

    @TempDir
    Path folder;

    /** The log lines about the files of this test; other tests use the same logger at the same time. */
    private final List<String> logged = new CopyOnWriteArrayList<>();

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)
                    && event.getFormattedMessage().contains(folder.toString())) {
                logged.add(event.getFormattedMessage());
            }
        }
    };

    private final Logger logger = LogbackLogger.of("state");

    @BeforeEach
    void listen() {
        listener.start();
        logger.addAppender(listener);
    }

    @AfterEach
    void listenNoLonger() {
        logger.detachAppender(listener);
    }

    private static JsonStateFile<Content> at(Path file) {
        return new JsonStateFile<>(file, Content.class, "no harm");
    }

    @Test
    void writtenStateIsRead() throws Exception {
        Path file = folder.resolve("a").resolve("b").resolve("state.json");

        at(file).write(CONTENT);

        assertEquals(TEXT, Files.readString(file));
        assertEquals(Optional.of(CONTENT), at(file).read());
        assertEquals(List.of(), logged);
    }

    @Test
    void noFileIsNoFault() {
        assertEquals(Optional.empty(), at(folder.resolve("state.json")).read());
        assertEquals(List.of(), logged);
    }

    @Test
    void unknownKeysAreIgnored() throws Exception {
        Path file = Files.writeString(
                folder.resolve("state.json"), TEXT.replaceFirst("\\{", "{\"newer\":{\"version\":7},"));

        assertEquals(Optional.of(CONTENT), at(file).read());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | not a JSON object",
                "[] | not a JSON object",
                "null | not a JSON object",
                "{\"version\":1,} | invalid JSON at line 1, column 14",
                "{\"version\":1,\"some_entries\":[{\"key\":\"a | invalid JSON at line 1, column ",
                "{\"version\":2} | version 2;",
                "{\"version\":1,\"some_entries\":[{\"key\":\"a\"}]} | 'some_entries[0]': 'closed_at' is missing",
                "{\"version\":1,\"some_entries\":[{\"closed_at\":7}]} | 'some_entries[0].closed_at':"
                        + " unexpected value at",
                "{\"version\":1,\"some_entries\":7} | 'some_entries': unexpected value at line 1, column 29",
            })
    void anInvalidFileIsIgnoredWithOneLine(String text, String fault) throws Exception {
        Path file = Files.writeString(folder.resolve("state.json"), text);

        assertEquals(Optional.empty(), at(file).read());

        assertEquals(1, logged.size());
        String line = logged.get(0);
        assertTrue(line.startsWith("cannot read " + file + ", ignoring it: " + fault), line);
        assertTrue(line.endsWith("; no harm"), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void aFileThatCannotBeReplacedKeepsItsContent() throws Exception {
        Path file = folder.resolve("state.json");
        at(file).write(CONTENT);
        // Blocks the temporary file for the new content.
        Files.createDirectory(folder.resolve("state.json.new"));

        assertThrows(IOException.class, () -> at(file).write(new Content(1, List.of())));

        assertEquals(Optional.of(CONTENT), at(file).read());
    }

    @Test
    void leftoversOfACrashAreOverwritten() throws Exception {
        Path file = folder.resolve("state.json");
        Files.writeString(folder.resolve("state.json.new"), TEXT + TEXT);

        at(file).write(CONTENT);

        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void anInterruptedThreadStillWrites() throws Exception {
        Path file = folder.resolve("state.json");
        Thread.currentThread().interrupt();
        try {
            at(file).write(CONTENT);
        } finally {
            assertTrue(Thread.interrupted());
        }

        assertEquals(TEXT, Files.readString(file));
    }
}
