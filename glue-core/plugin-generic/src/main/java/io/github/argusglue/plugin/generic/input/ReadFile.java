package io.github.argusglue.plugin.generic.input;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was read once.
 *
 * @param version what differs when the file is written again
 * @param size in bytes
 * @param documents what it has; empty if it cannot be used
 * @param fault why it cannot be used; null if it can
 * @param isSettled whether a later write certainly shows in the version
 */
record ReadFile(
        Map<String, Object> version,
        long size,
        List<Document> documents,
        @Nullable RefusedException fault,
        boolean isSettled) {
    private static final String VERSION = "unix:ino,size,lastModifiedTime,ctime";
    /** Longer than the steps in which file systems count time. */
    private static final Duration SETTLES = Duration.ofSeconds(2);

    /**
     * Reads a file, unless it is as it was.
     *
     * @param before how it was read before; null if it was not
     * @param limit how large it may be
     * @param now the time by our clock
     * @throws IOException if the file cannot be read
     */
    static ReadFile read(Path file, @Nullable ReadFile before, ReadLimit limit, Instant now) throws IOException {
        // Opening a pipe waits for somebody who writes.
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "it is not a regular file");
        }
        Map<String, Object> version = Files.readAttributes(file, VERSION);
        if (before != null && before.isSettled && before.version.equals(version)) {
            return before;
        }
        byte[] content;
        try (InputStream stream = Files.newInputStream(file)) {
            content = limit.read(stream);
        }
        Instant modified = ((FileTime) requireNonNull(version.get("lastModifiedTime"), "a file has this")).toInstant();
        boolean isSettled = modified.plus(SETTLES).isBefore(now);
        List<Document> documents = List.of();
        RefusedException fault = null;
        try {
            check(file, content, limit, version);
            Instant received = received(modified, before, now);
            documents = Documents.parse(content, received, "'" + file + "'");
        } catch (RefusedException e) {
            fault = e;
        }
        return new ReadFile(version, content.length, documents, fault, isSettled);
    }

    /** A file may be replaced by one with an earlier time, such as a backup, and still says what is open now. */
    private static Instant received(Instant modified, @Nullable ReadFile before, Instant now) {
        Instant last = before == null || before.documents.isEmpty()
                ? Instant.MIN
                : before.documents.get(0).received();
        Instant received = modified.isAfter(last) ? modified : now;
        return received.isBefore(now) ? received : now;
    }

    private static void check(Path file, byte[] content, ReadLimit limit, Map<String, Object> version)
            throws IOException, RefusedException {
        if (limit.isExceededBy(content.length)) {
            throw RefusedException.invalid("'" + file + "': " + limit);
        }
        if (!Files.readAttributes(file, VERSION).equals(version)) {
            throw RefusedException.invalid("'" + file + "': changed while it was read. Write it under another name in"
                    + " the same folder, then rename it");
        }
    }
}
