package io.github.argusglue.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Splits a stream of bytes into lines of limited length, each as soon as it is complete. */
final class LineReader {
    static final int MAX_LENGTH = 4 << 20;

    private final InputStream bytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineReader(InputStream bytes) {
        this.bytes = new BufferedInputStream(bytes);
    }

    /** Returns the next line without its end, LF or CR LF; null if there is none. */
    @Nullable
    String next() throws IOException {
        line.reset();
        int next = bytes.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.size() == MAX_LENGTH) {
                throw new IOException("a line is longer than " + (MAX_LENGTH >> 20) + " MiB");
            }
            line.write(next);
            next = bytes.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
