package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private static final int MAX_BLOCK = 64 << 20;

    private final Path path;
    private final FileIdentity identity;
    private final FileChannel channel;
    private byte[] bytes = new byte[256 << 10];
    /** Position in the file of the first byte in the buffer. */
    private long base;
    /** Where the next block or line begins in the buffer. */
    private int from;

    private int limit;

    BlockFile(Path path) throws IOException {
        this.path = path;
        this.identity = FileIdentity.of(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    FileIdentity identity() {
        return identity;
    }

    /**
     * Reads the next block; null at the end of the file.
     *
     * @throws SourceException if the file ends within a block, or has been changed
     */
    @Nullable
    Block next() throws IOException, SourceException {
        Block block = scan();
        while (block == null && fill()) {
            block = scan();
        }
        if (block == null && limit > 0) {
            throw damaged("is cut off within the last line or block, at byte " + base);
        }
        return block;
    }

    /** Returns where the block that was read last begins in the file. */
    long position(Block block) {
        return base + block.start();
    }

    /** Reads the block at this place again. */
    Block read(long position, int length) throws IOException, SourceException {
        base = position;
        from = 0;
        limit = 0;
        bytes = new byte[length];
        Block block = fill() ? scan() : null;
        if (block == null || block.length() != length) {
            throw damaged("was changed while it was read; it is read again");
        }
        return block;
    }

    /** Returns which object the block is about. */
    ObjectKey key(Block block, boolean isHost) throws SourceException {
        String host = block.text("host_name");
        String service = isHost ? "" : block.text("service_description");
        if (host.isEmpty() || (!isHost && service.isEmpty())) {
            throw damaged("has a block without a name, at byte " + position(block));
        }
        return new ObjectKey(host, isHost ? null : service);
    }

    SourceException damaged(String why) {
        return SourceException.badAnswer(
                "'" + path + "' " + why
                        + ". If this stays: set 'temp_file' in nagios.cfg to a path on the same filesystem as 'status_file'",
                null);
    }

    /** Returns the first block in the buffer that is complete; null if there is none. */
    private @Nullable Block scan() throws SourceException {
        boolean inside = false;
        int end;
        for (int at = from; (end = Block.newline(bytes, at, limit)) >= 0; at = end + 1) {
            boolean opens = end - at > 2 && bytes[end - 1] == '{' && bytes[end - 2] == ' ' && bytes[at] != '\t';
            if (inside && opens) {
                throw damaged("has a block without an end, at byte " + (base + from));
            } else if (inside && end - at == 2 && bytes[at] == '\t' && bytes[at + 1] == '}') {
                Block block = new Block(bytes, from, end + 1);
                from = end + 1;
                return block;
            } else if (!inside) {
                inside = opens && bytes[at] != '#';
                from = inside ? at : end + 1;
            }
        }
        return null;
    }

    /** Reads more, after what is left in the buffer. Returns false at the end of the file. */
    private boolean fill() throws IOException, SourceException {
        System.arraycopy(bytes, from, bytes, 0, limit - from);
        base += from;
        limit -= from;
        from = 0;
        if (limit == MAX_BLOCK) {
            throw damaged("has a block of more than " + (MAX_BLOCK >> 20) + " MB, at byte " + base);
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * limit);
        }
        int count = channel.read(ByteBuffer.wrap(bytes, limit, bytes.length - limit), base + limit);
        limit += Math.max(count, 0);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
