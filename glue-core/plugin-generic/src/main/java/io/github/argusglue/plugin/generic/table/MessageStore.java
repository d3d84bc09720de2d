package io.github.argusglue.plugin.generic.table;

import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.Message;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.SourceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages on disk, in three entries of the source's state, so that taking one costs the writing of a small file:
 *
 * <ul>
 *   <li>{@code recent}: the last messages as text, written anew with each message;
 *   <li>{@code earlier}: what {@code recent} had each time that it was full, compressed;
 *   <li>{@code table}: when {@code earlier} is full, the whole table replaces all three, compressed.
 * </ul>
 *
 * <p>A message that is in two of them, because the process was killed between two writes, does no harm: read again, it
 * means the same. Each entry is one message a line, after a line with the version. The one of {@code recent} also names
 * the other entries that there are, so that one that was lost is noticed.
 *
 * <p>Not safe for use by several threads.
 */
public final class MessageStore {
    static final String RECENT = "recent";
    static final String EARLIER = "earlier";
    static final String TABLE = "table";

    private static final Logger log = LoggerFactory.getLogger("generic");
    private static final String VERSION = "argus-glue generic 1";
    private static final int RECENT_BYTES = 32 << 10;
    private static final int EARLIER_BYTES = 256 << 10;

    /** Later than every stored message: none of their times is changed. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-30T00:00:00Z");

    private final SourceState state;
    private final int recentBytes;
    private final int earlierBytes;
    private String recent = "";
    private byte[] earlier = {};
    private boolean hasTable;
    private boolean damaged;

    /** Creates a store. Does no I/O. */
    public MessageStore(SourceState state) {
        this(state, RECENT_BYTES, EARLIER_BYTES);
    }

    MessageStore(SourceState state, int recentBytes, int earlierBytes) {
        this.state = state;
        this.recentBytes = recentBytes;
        this.earlierBytes = earlierBytes;
    }

    /** Reads what is stored. What cannot be read is logged and left out. */
    public List<Message> load() {
        Optional<byte[]> stored = state.get(RECENT);
        Optional<byte[]> storedEarlier = state.get(EARLIER);
        Optional<byte[]> storedTable = state.get(TABLE);
        String text = new String(stored.orElseGet(() -> new byte[0]), StandardCharsets.UTF_8);
        String header = text.lines().findFirst().orElse("");
        damaged = stored.isEmpty()
                ? storedEarlier.isPresent() || storedTable.isPresent()
                : !header.startsWith(VERSION)
                        || (header.contains(" " + EARLIER) && storedEarlier.isEmpty())
                        || (header.contains(" " + TABLE) && storedTable.isEmpty());
        List<Message> messages = new ArrayList<>();
        storedTable.ifPresent(bytes -> hasTable = read(TABLE, bytes, messages));
        storedEarlier.ifPresent(bytes -> earlier = read(EARLIER, bytes, messages) ? bytes : new byte[0]);
        if (stored.isPresent() && readLines(RECENT, text, messages)) {
            recent = text.substring(header.length() + 1);
        }
        if (damaged) {
            log.warn(
                    "a part of the stored messages is lost: nothing is closed because it is not known, until a complete"
                            + " list of this source arrives");
        }
        return messages;
    }

    /** Returns whether something that was stored could not be read. */
    public boolean isDamaged() {
        return damaged;
    }

    private boolean read(String entry, byte[] bytes, List<Message> messages) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return readLines(entry, new String(in.readAllBytes(), StandardCharsets.UTF_8), messages);
        } catch (IOException e) {
            return recordDamage(entry, e);
        }
    }

    private boolean readLines(String entry, String text, List<Message> messages) {
        if (!text.startsWith(VERSION)) {
            return recordDamage(entry, new IOException("not of this version"));
        }
        try {
            for (String line : (Iterable<String>) text.lines()::iterator) {
                if (!line.startsWith(VERSION)) {
                    messages.addAll(MessageReader.read(Documents.parse(line), END_OF_TIME));
                }
            }
            return true;
        } catch (RefusedException e) {
            return recordDamage(entry, e);
        }
    }

    private boolean recordDamage(String entry, Exception cause) {
        damaged = true;
        log.warn("the stored messages '{}' cannot be read: {}", entry, cause.getMessage());
        return false;
    }

    /**
     * Stores messages. When it returns, they are on disk.
     *
     * @param after returns the table as it will be with these messages
     * @throws RefusedException if they cannot be stored; they are then to be treated as if they had not come
     */
    public void add(List<Message> messages, Supplier<AlertTable> after) throws RefusedException {
        StringBuilder lines = new StringBuilder();
        messages.forEach(message -> lines.append(message.json()).append('\n'));
        try {
            if (damaged || lines.length() > recentBytes || earlier.length > earlierBytes) {
                fold(after.get());
            } else if (recent.length() + lines.length() > recentBytes) {
                retire(lines.toString());
            } else {
                putRecent(recent + lines);
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.full("there is no room for more alerts: " + e.getMessage()
                    + ": close alerts that are over, or divide them between several sources");
        } catch (IOException e) {
            throw RefusedException.notStored("the message could not be stored: " + e.getMessage()
                    + ": make room in 'state_dir' and check its permissions, then send it again");
        }
    }

    private void putRecent(String lines) throws IOException {
        String header = VERSION + (hasTable ? " " + TABLE : "") + (earlier.length > 0 ? " " + EARLIER : "") + "\n";
        state.put(RECENT, (header + lines).getBytes(StandardCharsets.UTF_8));
        recent = lines;
    }

    /** Moves the recent messages to the earlier ones. Parts that are compressed one by one can be joined. */
    private void retire(String lines) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(earlier);
        joined.write(compressed(List.of(recent)));
        state.put(EARLIER, joined.toByteArray());
        earlier = joined.toByteArray();
        recent = "";
        putRecent(lines);
    }

    /** Replaces everything by the table. Until that is done, the older entries are only superfluous. */
    private void fold(AlertTable table) throws IOException {
        List<String> lines = new ArrayList<>();
        table.forEachMessage(message -> lines.add(message.json() + "\n"));
        state.put(TABLE, compressed(lines));
        hasTable = true;
        earlier = new byte[0];
        damaged = false;
        putRecent("");
        state.remove(EARLIER);
    }

    private static byte[] compressed(List<String> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new FastGzip(bytes)) {
            out.write((VERSION + "\n").getBytes(StandardCharsets.UTF_8));
            for (String line : lines) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** Compresses fast: a sender is waiting. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
