package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An open file of blocks, such as status.dat or objects.cache, read through a buffer of a few blocks. The open
 * descriptor keeps reading the same file when it is replaced by another of its name.
 */
final class BlockFile implements Closeable {
    private static final int BUFFER = 256 << 10;
    private static final int MAX_BLOCK = 64 << 20;
    private static final int AROUND = 16 << 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long NEWLINES = '\n' * ONES;

    private final Path path;
    private final FileChannel channel;
    private final FileIdentity identity;
    private byte[] bytes;
    private ByteBuffer buffer;
    /** Position in the file of the first byte in the buffer. */
    private long base;
    /** Where the next block or line begins in the buffer. */
    private int from;

    private int limit;
    private long position;
    private int length;

    /**
     * Opens a file.
     *
     * @param reused the file that was read before, which is closed and whose buffer is used again
     */
    BlockFile(Path path, @Nullable BlockFile reused) throws IOException {
        this.path = path;
        this.bytes = reused == null ? new byte[BUFFER] : reused.bytes;
        this.buffer = ByteBuffer.wrap(bytes);
        this.identity = FileIdentity.of(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        if (reused != null) {
            reused.close();
        }
    }

    FileIdentity identity() {
        return identity;
    }

    /**
     * Reads the next block.
     *
     * @return false at the end of the file
     * @throws SourceException if the file ends within a block
     */
    boolean next(Fields fields) throws IOException, SourceException {
        while (!scan(fields)) {
            if (!fill()) {
                if (from < limit) {
                    throw damaged("is cut off within the last line or block, at byte " + (base + from));
                }
                return false;
            }
        }
        return true;
    }

    /** Returns where the block that was read begins in the file. */
    long position() {
        return position;
    }

    int length() {
        return length;
    }

    /** Reads the block at this place again. */
    void read(long blockPosition, int blockLength, Fields fields) throws IOException, SourceException {
        if (blockPosition < base || blockPosition + blockLength > base + limit) {
            base = blockPosition;
            limit = 0;
            while (limit < blockLength && fillTo(Math.max(blockLength, AROUND))) {}
        }
        from = (int) (blockPosition - base);
        if (!scan(fields) || length != blockLength) {
            throw damaged("was changed while it was read; it is read again");
        }
    }

    SourceException damaged(String why) {
        return SourceException.badAnswer(
                "'" + path + "' " + why
                        + ". If this stays: set 'temp_file' in nagios.cfg to a path on the same filesystem as 'status_file'",
                null);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean scan(Fields fields) throws SourceException {
        boolean inside = false;
        int start = from;
        int end;
        for (int at = from; (end = newline(at)) >= 0; at = end + 1) {
            boolean opens = end - at > 2 && bytes[end - 1] == '{' && bytes[end - 2] == ' ' && bytes[at] != '\t';
            if (!inside) {
                from = opens ? at : end + 1;
                start = at;
                inside = opens && bytes[at] != '#';
                if (inside) {
                    fields.begin(bytes, at, end - 2);
                }
            } else if (bytes[at] == '\t' && end - at == 2 && bytes[at + 1] == '}') {
                position = base + start;
                length = end + 1 - start;
                from = end + 1;
                return true;
            } else if (opens) {
                throw damaged("has a block without an end, at byte " + (base + start));
            } else if (bytes[at] == '\t') {
                fields.add(at + 1, end);
            }
        }
        return false;
    }

    /**
     * Returns where the next newline is; -1 if the buffer has no more. Eight bytes at a time, which halves the time.
     */
    private int newline(int start) {
        int at = start;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at) ^ NEWLINES;
            long found = (word - ONES) & ~word & (ONES << 7);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && bytes[at] != '\n') {
            at++;
        }
        return at < limit ? at : -1;
    }

    private boolean fill() throws IOException, SourceException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, limit - from);
            base += from;
            limit -= from;
            from = 0;
        }
        return fillTo(limit == bytes.length ? 2 * limit : bytes.length);
    }

    private boolean fillTo(int wanted) throws IOException, SourceException {
        if (wanted > MAX_BLOCK) {
            throw damaged("has a block of more than " + (MAX_BLOCK >> 20) + " MB, at byte " + base);
        }
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, wanted);
            buffer = ByteBuffer.wrap(bytes);
        }
        buffer.limit(wanted).position(limit);
        int count = channel.read(buffer, base + limit);
        limit += Math.max(count, 0);
        return count > 0;
    }
}
