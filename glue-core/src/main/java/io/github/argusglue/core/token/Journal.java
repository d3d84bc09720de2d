package io.github.argusglue.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a renewal, written before each of its steps to a file beside the token's file. Its space is allocated
 * before anything is sent, so a full disk cannot stop the renewal later. Two slots are used in turn, so that an
 * interrupted write leaves the previous entry intact.
 */
final class Journal {
    static final String SUFFIX = ".renewal";
    private static final int SLOT = 4_096;
    private static final int VERSION = 1;

    private final Path token;
    private final Path file;
    private final Disk disk;
    private final ObjectMapper mapper = new ObjectMapper();
    private long number;

    Journal(Path token, Disk disk) {
        this.token = token;
        this.file = token.resolveSibling(token.getFileName() + SUFFIX);
        this.disk = disk;
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Allocates the file. */
    void open() throws IOException {
        number = 0;
        disk.allocate(file, 2 * SLOT, token);
    }

    /** Returns the last complete entry; empty if there is none. */
    Optional<JournalEntry> read() throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (content.length < 2 * SLOT) {
            // Interrupted during the allocation: nothing had been sent.
            return Optional.empty();
        }
        Optional<JournalEntry> newest = Optional.empty();
        for (int slot = 0; slot < 2; slot++) {
            JsonNode node = slot(Arrays.copyOfRange(content, slot * SLOT, (slot + 1) * SLOT));
            if (node != null && node.path("number").asLong() > number) {
                number = node.path("number").asLong();
                newest = Optional.of(entry(node));
            }
        }
        return newest;
    }

    void write(JournalEntry entry) throws IOException {
        long next = number + 1;
        byte[] json = mapper.writeValueAsBytes(node(entry, next));
        byte[] head = (crc(json, json.length) + " " + json.length + " ").getBytes(UTF_8);
        byte[] slot = new byte[SLOT];
        Arrays.fill(slot, (byte) ' ');
        System.arraycopy(head, 0, slot, 0, head.length);
        System.arraycopy(json, 0, slot, head.length, json.length);
        disk.overwrite(file, next % 2 * SLOT, slot);
        number = next;
    }

    void delete() throws IOException {
        disk.delete(file);
        number = 0;
    }

    private @Nullable JsonNode slot(byte[] bytes) throws IOException {
        String[] parts = new String(bytes, UTF_8).split(" ", 3);
        if (parts.length < 3 || !parts[0].matches("[0-9a-f]{1,8}") || !parts[1].matches("\\d{1,4}")) {
            return null;
        }
        byte[] json = parts[2].getBytes(UTF_8);
        int length = Integer.parseInt(parts[1]);
        if (length > json.length || !crc(json, length).equals(parts[0])) {
            return null;
        }
        try {
            JsonNode node = mapper.readTree(json, 0, length);
            return node.path("version").asInt() == VERSION ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return Long.toHexString(crc.getValue());
    }

    private ObjectNode node(JournalEntry entry, long next) {
        ObjectNode node = mapper.createObjectNode().put("version", VERSION).put("number", next);
        node.put("what", "a token is being renewed; argus-glue needs this file, it goes away by itself");
        node.put("phase", entry.phase().name()).put("at", entry.at().toString());
        node.put("old", entry.old().reveal());
        put(node, "session", entry.session());
        put(node, "fresh", entry.fresh());
        Instant expiry = entry.freshExpiry();
        node.put("fresh_expiry", expiry == null ? null : expiry.toString());
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Secret token) {
        node.put(name, token == null ? null : token.reveal());
    }

    private JournalEntry entry(JsonNode node) throws IOException {
        try {
            return new JournalEntry(
                    JournalEntry.Phase.valueOf(node.path("phase").asText()),
                    Instant.parse(node.path("at").asText()),
                    Secret.of(node.path("old").asText()),
                    secret(node, "session"),
                    secret(node, "fresh"),
                    node.hasNonNull("fresh_expiry")
                            ? Instant.parse(node.path("fresh_expiry").asText())
                            : null);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("'" + file + "' was not written by this version of argus-glue", e);
        }
    }

    private static @Nullable Secret secret(JsonNode node, String name) {
        return node.hasNonNull(name) ? Secret.of(node.path(name).asText()) : null;
    }
}
