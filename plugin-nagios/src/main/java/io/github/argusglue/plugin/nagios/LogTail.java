package io.github.argusglue.plugin.nagios;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the lines that are added to a log, whether it is rotated by renaming or by truncation. */
final class LogTail implements Closeable {
    /** How much of the log is read at first, for what was reported before the last status.dat was written. */
    private static final int BEGIN = 256 << 10;

    private static final int CHUNK = 256 << 10;

    private final Path path;
    private LineSplitter splitter = new LineSplitter();
    private @Nullable FileInputStream open;
    private @Nullable Object node;
    private long position;

    LogTail(Path path) {
        this.path = path;
    }

    /**
     * Reads the lines that are new, decoded as ISO-8859-1, of which the very first may be a part of one. A line that is
     * not finished yet is left for the next call.
     */
    void poll(Consumer<String> lines) throws IOException {
        FileInputStream before = open;
        FileIdentity now = identity(before != null);
        boolean isSame = now == null || (now.node().equals(node) && now.size() >= position);
        boolean isRead = now != null && isSame && now.size() == position;
        if (before != null && !isRead) {
            read(before, lines);
        }
        if (now != null && !isSame) {
            close();
            FileInputStream next = new FileInputStream(path.toFile());
            open = next;
            node = now.node();
            position = before == null ? Math.max(0, now.size() - BEGIN) : 0;
            splitter = new LineSplitter();
            next.skipNBytes(position);
            read(next, lines);
        }
    }

    /** Returns null if there is none, as between renaming the old file and making the new one. */
    private @Nullable FileIdentity identity(boolean mayBeMissing) throws IOException {
        try {
            return FileIdentity.of(path);
        } catch (NoSuchFileException e) {
            if (mayBeMissing) {
                return null;
            }
            throw e;
        }
    }

    private void read(FileInputStream from, Consumer<String> lines) throws IOException {
        byte[] bytes = from.readNBytes(CHUNK);
        while (bytes.length > 0) {
            position += bytes.length;
            splitter.split(bytes, lines);
            bytes = from.readNBytes(CHUNK);
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
