package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.spi.SourceContext;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much of a command, file or folder is held in memory: the source's {@code max_answer_bytes}.
 *
 * @param bytes more than these are a failure
 */
record ReadLimit(long bytes) {

    static ReadLimit of(SourceContext context) {
        return new ReadLimit(context.maxAnswerBytes());
    }

    /** Reads a stream up to its end; if there is more than the limit, one byte more than that. */
    byte[] read(InputStream stream) throws IOException {
        return stream.readNBytes((int) Math.min(bytes + 1, Integer.MAX_VALUE - 8));
    }

    boolean isExceededBy(long size) {
        return size > bytes;
    }

    /** Returns the limit for a message. */
    @Override
    public String toString() {
        return "more than " + bytes + " bytes ('max_answer_bytes')";
    }
}
