package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open file of blocks, such as status.dat or objects.cache, and the block that was read last, through a buffer of a
 * few blocks. The open descriptor keeps reading the same file when it is replaced by another of its name.
 */
final class BlockFile implements Closeable {
    private static final int MAX_BLOCK = 64 << 20;
    /** {@code _NAME=0;value}, in which the number is a flag. */
    private static final Pattern VARIABLE = Pattern.compile("(?md)^\t_([^=\n]+)=[^;\n]*;(.*)$");

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private final Path path;
    private final FileIdentity identity;
    private final FileChannel channel;
    private byte[] bytes = new byte[256 << 10];
    /** Position in the file of the first byte in the buffer. */
    private long base;

    private int limit;
    /** Where the block begins in the buffer, its first field, and what comes after it. */
    private int start;

    private int body;
    private int end;
    /** Where the next search begins, since fields are mostly asked for in the order of the file. */
    private int line;

    BlockFile(Path path) throws IOException {
        this.path = path;
        this.identity = FileIdentity.of(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Returns whether the file can still be read, and has neither been changed nor replaced. */
    boolean isCurrent() throws IOException {
        return channel.isOpen() && identity.equals(FileIdentity.of(path));
    }

    FileIdentity identity() {
        return identity;
    }

    /**
     * Reads the next block. Returns false at the end of the file.
     *
     * @throws SourceException if the file ends within a block, or has been changed
     */
    boolean next() throws IOException, SourceException {
        while (!scan()) {
            if (!fill()) {
                FileIdentity now = FileIdentity.of(path);
                if (limit > 0) {
                    throw damaged("is cut off within the last line or block, at byte " + base);
                } else if (now.node().equals(identity.node()) && !now.equals(identity)) {
                    throw changed();
                }
                return false;
            }
        }
        return true;
    }

    /** Reads the block at this place again. */
    void read(long position, int length) throws IOException, SourceException {
        base = position;
        start = 0;
        end = 0;
        limit = 0;
        bytes = new byte[length];
        if (!fill() || !scan() || length() != length) {
            throw changed();
        }
    }

    private SourceException changed() {
        return damaged("was changed while it was read; it is read again");
    }

    SourceException damaged(String why) {
        return SourceException.badAnswer(
                "'" + path + "' " + why
                        + ". If this stays: set 'temp_file' in nagios.cfg to a path on the same filesystem as 'status_file'",
                null);
    }

    /** Goes to the next block in the buffer that is complete. Returns false if there is none. */
    private boolean scan() throws SourceException {
        boolean inside = false;
        start = end;
        int next;
        for (int at = start; (next = newline(at, limit) + 1) > 0; at = next) {
            boolean opens = next - at > 3 && bytes[next - 2] == '{' && bytes[next - 3] == ' ' && bytes[at] != '\t';
            if (inside && opens) {
                throw damaged("has a block without an end, at byte " + position());
            } else if (inside && next - at == 3 && bytes[at] == '\t' && bytes[at + 1] == '}') {
                end = next;
                line = body;
                return true;
            } else if (!inside) {
                inside = opens && bytes[at] != '#';
                start = inside ? at : next;
                body = next;
            }
        }
        return false;
    }

    /** Reads more, after what is left in the buffer. Returns false at the end of the file. */
    private boolean fill() throws IOException, SourceException {
        System.arraycopy(bytes, start, bytes, 0, limit - start);
        base += start;
        limit -= start;
        start = 0;
        end = 0;
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

    /** Returns where the next newline is, else -1. It takes eight bytes at a time, which halves the time of a file. */
    private int newline(int from, int until) {
        int at = from;
        for (; at + Long.BYTES <= until; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at) ^ '\n' * ONES;
            long found = (word - ONES) & ~word & (ONES << 7);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < until && bytes[at] != '\n') {
            at++;
        }
        return at < until ? at : -1;
    }

    /** Returns where the block begins in the file. */
    long position() {
        return base + start;
    }

    int length() {
        return end - start;
    }

    /** Returns what is before the brace: {@code servicestatus}, {@code define service}. */
    String kind() {
        return new String(bytes, start, body - start - " {\n".length(), StandardCharsets.ISO_8859_1);
    }

    /** Returns which object the block is about. */
    ObjectKey key(boolean isHost) throws SourceException {
        String host = text("host_name");
        String service = isHost ? "" : text("service_description");
        if (host.isEmpty() || (!isHost && service.isEmpty())) {
            throw damaged("has a block without a name, at byte " + position());
        }
        return new ObjectKey(host, isHost ? null : service);
    }

    /** Returns a value; empty if there is none. */
    String text(String name) {
        int value = find(name);
        return value < 0 ? "" : UndeclaredText.decode(bytes, value, newline(value, end));
    }

    /** Returns a value, as a number if it is a digit; null if there is none. */
    @Nullable
    JsonNode get(String name) {
        int value = find(name);
        if (value < 0) {
            return null;
        }
        // Most values are a digit, for which nothing is allocated.
        boolean isDigit = bytes[value] >= '0' && bytes[value] <= '9' && bytes[value + 1] == '\n';
        return isDigit ? IntNode.valueOf(bytes[value] - '0') : TextNode.valueOf(text(name));
    }

    JsonFields fields() {
        return new JsonFields(this::get);
    }

    /** Returns the custom variables. */
    Map<String, String> variables() {
        return VARIABLE.matcher(new String(bytes, start, length(), StandardCharsets.ISO_8859_1))
                .results()
                .collect(Collectors.toMap(
                        found -> UndeclaredText.decode(found.group(1)),
                        found -> UndeclaredText.decode(found.group(2)),
                        (first, second) -> second));
    }

    /** Returns where the value of a field begins; -1 if there is none. */
    private int find(String name) {
        int begin = line;
        do {
            int value = line + name.length() + 2;
            if (value < end && (bytes[value - 1] == '=' || bytes[value - 1] == '\t') && isAt(line + 1, name)) {
                return value;
            }
            line = newline(line, end) + 1;
            line = line == end ? body : line;
        } while (line != begin);
        return -1;
    }

    private boolean isAt(int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
