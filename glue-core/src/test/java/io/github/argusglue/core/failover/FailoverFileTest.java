package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the file is stable, so that an operator can upgrade and downgrade. */
final class FailoverFileTest {
    private static final String BY_HAND =
            "{\"version\":1,\"automatic\":\"standby\",\"by_hand\":\"active\",\"by_hand_since\":\"2026-11-20T10:00:00Z\"}";
    private static final FailoverFile.Known BY_HAND_KNOWN =
            new FailoverFile.Known(Role.STANDBY, Role.ACTIVE, Instant.parse("2026-11-20T10:00:00Z"));
    private static final String AUTOMATIC = "{\"version\":1,\"automatic\":\"active\"}";
    private static final FailoverFile.Known AUTOMATIC_KNOWN = new FailoverFile.Known(Role.ACTIVE, null, null);

    @TempDir
    Path folder;

    private FailoverFile.Known load(String text) throws IOException {
        return new FailoverFile(Files.writeString(folder.resolve("oslo.json"), text)).load();
    }

    @Test
    void whatVersion1HasWrittenIsRead() throws Exception {
        assertEquals(BY_HAND_KNOWN, load(BY_HAND));
        assertEquals(AUTOMATIC_KNOWN, load(AUTOMATIC));
    }

    @Test
    void whatIsWrittenIsWhatVersion1Wrote() throws Exception {
        Path path = folder.resolve("failover").resolve("oslo.json");
        FailoverFile file = new FailoverFile(path);

        file.save(BY_HAND_KNOWN);
        assertEquals(BY_HAND, Files.readString(path));

        file.save(AUTOMATIC_KNOWN);
        assertEquals(AUTOMATIC, Files.readString(path));
    }

    /** A role set by hand must not be lost because of an unknown version number. */
    @Test
    void knownKeysOfALaterVersionAreRead() throws Exception {
        assertEquals(BY_HAND_KNOWN, load(BY_HAND.replace("\"version\":1", "\"version\":2,\"newer\":[1]")));
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws Exception {
        Path blocked = Files.writeString(folder.resolve("failover"), "no folder");

        IOException e = assertThrows(
                IOException.class, () -> new FailoverFile(blocked.resolve("oslo.json")).save(AUTOMATIC_KNOWN));

        assertTrue(String.valueOf(e.getMessage()).startsWith("cannot write '" + blocked.resolve("oslo.json") + "': "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"version\":1,\"automatic\":\"alone\"}",
                "{\"version\":1,\"automatic\":\"active\",\"by_hand\":\"active\"}",
                "{\"version\":1,\"automatic\":\"active\",\"by_hand\":\"active\",\"by_hand_since\":\"monday\"}",
            })
    void anInvalidFileIsNotUsed(String text) throws Exception {
        assertEquals(FailoverFile.Known.NOTHING, load(text));
    }
}
