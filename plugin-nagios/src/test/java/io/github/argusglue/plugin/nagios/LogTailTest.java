package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {
    @TempDir
    Path dir;

    private Path path;
    private LogTail tail;

    @BeforeEach
    void open() throws IOException {
        path = Files.writeString(dir.resolve("nagios.log"), "first\n");
        tail = new LogTail(path);
    }

    @AfterEach
    void close() throws IOException {
        tail.close();
    }

    private List<String> poll() throws IOException {
        List<String> lines = new ArrayList<>();
        tail.poll(lines::add);
        return lines;
    }

    private void append(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.APPEND);
    }

    @Test
    void linesAreReadOnceAndWhole() throws IOException {
        assertEquals(List.of("first"), poll());
        append("sec");
        assertEquals(List.of(), poll());
        append("ond\n\nthird\n");
        assertEquals(List.of("second", "", "third"), poll());
        assertEquals(List.of(), poll());
    }

    @Test
    void rotationByRenaming() throws IOException {
        poll();
        append("last of the old\n");
        Files.move(path, dir.resolve("archive.log"));
        assertEquals(List.of("last of the old"), poll(), "the new file is not there yet");
        Files.writeString(dir.resolve("archive.log"), "even later\n", StandardOpenOption.APPEND);
        Files.writeString(path, "first of the new\n");
        assertEquals(List.of("even later", "first of the new"), poll());
        append("second of the new\n");
        assertEquals(List.of("second of the new"), poll());
    }

    @Test
    void rotationByTruncation() throws IOException {
        append("a line that makes it long\n");
        poll();
        Files.writeString(path, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of("new"), poll());
    }

    @Test
    void onlyTheEndOfALongLogIsReadAtFirst() throws IOException {
        String line = "x".repeat(999) + "\n";
        append(line.repeat(1_000));
        assertEquals(263, poll().size(), "and the rest of a line");
        append(line.repeat(1_000));
        assertEquals(1_000, poll().size());
    }

    @Test
    void lineWithoutEndDoesNotGrow() throws IOException {
        poll();
        append("x".repeat(1_000_000));
        assertEquals(List.of(), poll());
        append("end\nnext\n");
        assertEquals(List.of("next"), poll());
    }

    @Test
    void missingAtFirst() throws IOException {
        Files.delete(path);
        assertThrows(NoSuchFileException.class, this::poll);
        Files.writeString(path, "here\n");
        assertEquals(List.of("here"), poll());
    }
}
