package io.github.argusglue.plugin.nagios.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits what is read into lines, decoded as ISO-8859-1. Lines of more than 64 KiB are left out. */
final class LineBuffer {
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    /** Whether the rest of the present line is left out, because its begin is not in the buffer. */
    private boolean isSkipping;

    /** Reads bytes into a buffer, like a channel. */
    @FunctionalInterface
    interface Source {
        int read(ByteBuffer target) throws IOException;
    }

    /** Forgets what has been read of a line. */
    void restart(boolean isWithinLine) {
        buffer.clear();
        isSkipping = isWithinLine;
    }

    /** Reads once, and passes on the lines that are complete. Returns the number of bytes that were read. */
    int fill(Source source, Consumer<String> lines) throws IOException {
        int count = source.read(buffer);
        byte[] bytes = buffer.array();
        int from = 0;
        for (int i = 0; i < buffer.position(); i++) {
            if (bytes[i] == '\n') {
                if (!isSkipping) {
                    lines.accept(new String(bytes, from, i - from, StandardCharsets.ISO_8859_1));
                }
                isSkipping = false;
                from = i + 1;
            }
        }
        buffer.flip().position(from);
        buffer.compact();
        if (!buffer.hasRemaining()) {
            restart(true);
        }
        return count;
    }
}
