package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.argusglue.core.config.FileSecret.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileSecretTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"secret,secret", "secret\\n,secret", "secret\\r\\n,secret", "' se cret \\n\\n',' se cret '"})
    void lineEndsAtTheEndAreDropped(String content, String expected) throws Exception {
        Path file = write("t", content.replace("\\n", "\n").replace("\\r", "\r"), "rw-------");
        assertEquals(expected, FileSecret.read(file).get());
    }

    @Test
    void replacedFileIsReadAgain() throws Exception {
        Path file = write("t", "one", "rw-r-----");
        FileSecret secret = FileSecret.read(file);
        Path next = write("t.new", "two", "rw-------");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertEquals("two", secret.get());
        Files.writeString(file, "six");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertEquals("six", secret.get());
    }

    @Test
    void theLastValueStaysWhileTheFileIsUnusable() throws Exception {
        Path file = write("t", "one", "rw-------");
        FileSecret secret = FileSecret.read(file);
        Files.delete(file);
        assertEquals("one", secret.get());
        write("t", "", "rw-------");
        assertEquals("one", secret.get());
        Files.delete(file);
        write("t", "two", "rw-r--r--");
        assertEquals("one", secret.get());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals("two", secret.get());
    }

    @Test
    void anUnusableFileIsRejectedAtTheStart() throws IOException {
        Path open = write("open", "x", "rw-r--r--");
        assertEquals(
                "secret file '" + open + "' is readable by everyone; run: chmod o-rwx '" + open + "'", problem(open));
        assertEquals("secret file '" + folder + "' is a folder", problem(folder));
        Path empty = write("empty", "\n", "rw-------");
        assertEquals("secret file '" + empty + "' is empty", problem(empty));
        Path big = write("big", "x".repeat(65_537), "rw-------");
        assertEquals("secret file '" + big + "' is larger than 65536 bytes", problem(big));
        Path binary = folder.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rw-------"));
        assertEquals("secret file '" + binary + "' is not UTF-8 text", problem(binary));
    }

    private static String problem(Path file) {
        return assertThrows(UnusableException.class, () -> FileSecret.read(file))
                .problem();
    }

    private Path write(String name, String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
