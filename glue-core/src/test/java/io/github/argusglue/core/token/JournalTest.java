package io.github.argusglue.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A renewal that an earlier version of argus-glue started is completed by this one. */
final class JournalTest {
    private static final String SENT = """
            {"version":1,"number":3,"what":"a token is being renewed; argus-glue needs this file, it goes away by itself",\
            "phase":"SENT","at":"2026-11-20T10:00:00Z","old":"old-token","session":"a-session","fresh":null,\
            "fresh_expiry":null}""";
    private static final String RECEIVED = """
            {"version":1,"number":4,"what":"a token is being renewed; argus-glue needs this file, it goes away by itself",\
            "phase":"RECEIVED","at":"2026-11-20T10:00:01Z","old":"old-token","session":null,"fresh":"new-token",\
            "fresh_expiry":"2026-12-20T10:00:00Z"}""";

    @TempDir
    Path folder;

    private static String slot(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return "%-4096s".formatted(Long.toHexString(crc.getValue()) + " " + bytes.length + " " + json);
    }

    /** Returns the entry, with its secrets in plain text. */
    private String read(String first, String second) throws Exception {
        Path token = folder.resolve("token");
        Files.writeString(folder.resolve("token.renewal"), first + second);
        JournalEntry entry = new Journal(token, new RealDisk()).read().orElseThrow();
        return Stream.of(
                        entry.phase(),
                        entry.at(),
                        entry.old().reveal(),
                        Optional.ofNullable(entry.session()).map(Secret::reveal),
                        Optional.ofNullable(entry.fresh()).map(Secret::reveal),
                        Optional.ofNullable(entry.freshExpiry()))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    @Test
    void theNewestEntryThatVersion1HasWrittenIsRead() throws Exception {
        assertEquals(
                "RECEIVED 2026-11-20T10:00:01Z old-token Optional.empty Optional[new-token] Optional[2026-12-20T10:00:00Z]",
                read(slot(RECEIVED), slot(SENT)));
    }

    @Test
    void anInterruptedEntryKeepsThePreviousOne() throws Exception {
        assertEquals(
                "SENT 2026-11-20T10:00:00Z old-token Optional[a-session] Optional.empty Optional.empty",
                read(slot(RECEIVED).replace("new-token", "new-to   "), slot(SENT)));
    }

    @Test
    void whatIsWrittenIsWhatVersion1Wrote() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "old-token");
        Journal journal = new Journal(token, new RealDisk());
        journal.open();
        JournalEntry prepared = JournalEntry.prepared(Secret.of("old-token"), Instant.parse("2026-11-20T10:00:00Z"));
        for (int i = 0; i < 2; i++) {
            journal.write(prepared);
        }
        journal.write(
                prepared.withSession(Secret.of("a-session"), prepared.at()).sent(prepared.at()));

        assertEquals(slot(SENT), Files.readString(journal.file()).substring(4_096));
    }
}
