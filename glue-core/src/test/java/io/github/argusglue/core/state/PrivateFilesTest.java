package io.github.argusglue.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.control.StateLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {
    private static final byte[] TEXT = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theLockDoesNotOverwriteTheTargetOfALink() throws IOException {
        Path target = Files.writeString(folder.resolve("precious"), "old");
        Path state = Files.createDirectory(folder.resolve("state"));
        Path lock = Files.createSymbolicLink(state.resolve("control.lock"), target);

        IOException refused = assertThrows(IOException.class, () -> StateLock.take(state));

        assertEquals("'" + lock + "' is a symbolic link, which is not followed: remove it", refused.getMessage());
        assertEquals("old", Files.readString(target));
    }

    @Test
    void aLinkToNothingIsNotFollowedEither() throws IOException {
        Path target = folder.resolve("not-there");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        assertThrows(IOException.class, () -> PrivateFiles.openForWriting(link));

        assertFalse(Files.exists(target));
    }

    @Test
    void theStateFolderIsForItsOwnerOnly() throws IOException {
        Path state = folder.resolve("a/state");
        StateLock.take(state).close();
        assertEquals("rwx------", permissions(state));
        assertEquals("rwx------", permissions(folder.resolve("a")));
        assertEquals("rw-------", permissions(state.resolve("control.lock")));

        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        StateLock.take(state).close();
        assertEquals("rwx------", permissions(state));
    }

    @Test
    void whatIsWrittenIsForItsOwnerOnlyAndFollowsNoLink() throws IOException {
        Path target = Files.writeString(folder.resolve("precious"), "old");
        Path file = folder.resolve("sub/state.json");
        Files.createDirectory(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("sub/state.json.new"), target);
        Files.writeString(file, "before");

        AtomicFile.write(file, TEXT);
        AtomicFile.write(folder.resolve("more/state.json"), TEXT);

        assertEquals("new", Files.readString(file));
        assertEquals("old", Files.readString(target));
        assertEquals("rw-------", permissions(file));
        assertEquals("rwx------", permissions(folder.resolve("more")));
        assertTrue(Files.notExists(folder.resolve("sub/state.json.new")));
    }
}
