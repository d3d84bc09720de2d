package io.github.argusglue.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response with a limit. Remembers why it failed, since a reader may wrap or hide the exception: a
 * parser's own complaint and a broken connection are different failures.
 */
final class LimitedBody extends FilterInputStream {
    private static final int MAX_COPY = 4 << 20;

    private final long maxBytes;
    private final String key;
    private long left;
    private @Nullable IOException failure;
    private @Nullable ByteArrayOutputStream copy;

    /** @param key what to change if the limit is too low, as the end of a message; empty if nothing can be changed */
    LimitedBody(InputStream body, long maxBytes, String key) {
        super(body);
        this.maxBytes = maxBytes;
        this.left = maxBytes;
        this.key = key;
    }

    /** Returns why the body could not be read; null if it could so far. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Keeps a copy of what is read from now on. */
    void keepCopy() {
        copy = new ByteArrayOutputStream();
    }

    /** Returns what was read, at most the first 4 MiB; empty if no copy is kept. */
    byte[] copy() {
        return copy == null ? new byte[0] : copy.toByteArray();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (copy != null && count > 0 && copy.size() < MAX_COPY) {
                copy.write(bytes, offset, Math.min(count, MAX_COPY - copy.size()));
            }
            if (left < 0) {
                throw new TooLargeException(maxBytes, key);
            }
            return count;
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The response is larger than the request allows. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long maxBytes, String key) {
            super("the response is larger than " + maxBytes + " bytes" + key);
        }
    }
}
