package io.github.argusglue.core.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswerFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void oneLineForEachAnswer() throws IOException {
        Path path = folder.resolve("answers");
        AnswerFile file = AnswerFile.create(path, CLOCK);
        file.received("GET http://nms/alerts", 200, "[{\"id\": 1}]");
        file.received("GET http://nms/alerts", 500, "no\n\"luck\"");
        file.received("DELETE http://nms/silence", 204, "");
        assertEquals(
                List.of(
                        "{\"time\":\"2026-11-22T12:00:00Z\",\"request\":\"GET http://nms/alerts\",\"status\":200,"
                                + "\"body\":[{\"id\":1}]}",
                        "{\"time\":\"2026-11-22T12:00:00Z\",\"request\":\"GET http://nms/alerts\",\"status\":500,"
                                + "\"body\":\"no\\n\\\"luck\\\"\"}",
                        "{\"time\":\"2026-11-22T12:00:00Z\",\"request\":\"DELETE http://nms/silence\",\"status\":204,"
                                + "\"body\":\"\"}"),
                Files.readAllLines(path));
        assertThrows(FileAlreadyExistsException.class, () -> AnswerFile.create(path, CLOCK));
    }
}
