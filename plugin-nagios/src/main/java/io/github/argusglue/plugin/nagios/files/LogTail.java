package io.github.argusglue.plugin.nagios.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the lines that are added to a log, whether it is rotated by renaming or by truncation. */
final class LogTail implements Closeable {
    /** How much of the log is read at first, for what was reported before the last status.dat was written. */
    private static final int BEGIN = 256 << 10;

    private final Path path;
    private final LineBuffer buffer = new LineBuffer();
    private @Nullable FileChannel channel;
    private @Nullable Object node;
    private long position;

    LogTail(Path path) {
        this.path = path;
    }

    /**
     * Reads the lines that are new, decoded as ISO-8859-1. A line that is not finished yet is left for the next call.
     */
    void poll(Consumer<String> lines) throws IOException {
        FileIdentity now;
        try {
            now = FileIdentity.of(path);
        } catch (NoSuchFileException e) {
            if (channel == null) {
                throw e;
            }
            // Between renaming the old file and making the new one.
            readTo(Long.MAX_VALUE, lines);
            return;
        }
        if (channel == null) {
            open(now);
            restart(Math.max(0, now.size() - BEGIN));
        } else if (!Objects.equals(now.node(), node)) {
            readTo(Long.MAX_VALUE, lines);
            open(now);
            restart(0);
        } else if (!channel.isOpen()) {
            // Closed by an interrupt.
            open(now);
        }
        if (now.size() < position) {
            restart(0);
        }
        readTo(now.size(), lines);
    }

    private void open(FileIdentity now) throws IOException {
        FileChannel next = FileChannel.open(path, StandardOpenOption.READ);
        close();
        channel = next;
        node = now.node();
    }

    private void restart(long start) {
        position = start;
        buffer.restart(start > 0);
    }

    private void readTo(long end, Consumer<String> lines) throws IOException {
        FileChannel open = channel;
        int count = 1;
        while (open != null && open.isOpen() && position < end && count > 0) {
            count = buffer.fill(target -> open.read(target, position), lines);
            position += Math.max(count, 0);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
