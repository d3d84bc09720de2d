package io.github.argusglue.core.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detects whether standard error is connected to the systemd journal. */
final class JournalStream {
    /**
     * Set by systemd: device and inode of the stream. They must match, because a child process may have redirected it.
     */
    static final String VARIABLE = "JOURNAL_STREAM";

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private JournalStream() {}

    static boolean isStandardError(@Nullable String stream) {
        return stream != null && stream.equals(identity(STANDARD_ERROR));
    }

    /** Returns device and inode in systemd's format; null if they cannot be determined. */
    static @Nullable String identity(Path file) {
        try {
            Map<String, Object> seen = Files.readAttributes(file, "unix:dev,ino");
            return seen.get("dev") + ":" + seen.get("ino");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }
}
