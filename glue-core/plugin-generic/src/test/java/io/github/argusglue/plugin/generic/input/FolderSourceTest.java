package io.github.argusglue.plugin.generic.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.plugin.generic.mapping.MappingResult;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path dir;

    private final SettableClock clock = new SettableClock(WRITTEN.plusSeconds(10));
    private final TestContext context = new TestContext("test", clock);
    private FolderSource source = new FolderSource(Path.of(""), "", Mapping.NONE, null, context);

    @BeforeEach
    void source() {
        source = source(".json", Mapping.NONE);
    }

    private FolderSource source(String suffix, Mapping mapping) {
        return new FolderSource(dir, suffix, mapping, Duration.ofHours(1), context);
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text.replace('\'', '"'));
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private static String alert(String key) {
        return "{'key': '" + key + "', 'start': '2026-11-21T10:00:00Z', 'description': 'full'}";
    }

    /** Returns which alerts there are, as file and key. */
    private List<String> read() throws Exception {
        JsonNode picture = source.read().get(0).json();
        assertTrue(picture.get("complete").booleanValue());
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : picture.get("alerts")) {
            alerts.add(alert.get("scope").textValue() + " " + alert.get("key").textValue());
        }
        return alerts;
    }

    private String fault(String name) {
        return String.valueOf(source.unreadable().get(name));
    }

    @Test
    void filesTogetherAreAllAlerts() throws Exception {
        assertEquals(List.of(), read());
        write("b.json", alert("b"));
        write("a.json", "{'complete': true, 'alerts': [" + alert("a1") + "," + alert("a2") + "]}");
        write("c.json", "{'open': " + alert("c") + ", 'ttl': '1d'} [" + alert("d") + "]");
        assertEquals(List.of("a.json a1", "a.json a2", "b.json b", "c.json c", "c.json d"), read());
        Files.delete(dir.resolve("b.json"));
        write("a.json", "{'complete': true, 'alerts': []}");
        assertEquals(List.of("c.json c", "c.json d"), read());
        assertEquals(Set.of(), source.unreadable().keySet());
    }

    @Test
    void filesThatAreBeingWrittenOrAreSomethingElseAreIgnored() throws Exception {
        for (String name : List.of("a.json.tmp", ".a.json", "a.txt", ".json")) {
            write(name, alert("x"));
        }
        Files.createDirectory(dir.resolve("old.json"));
        assertEquals(List.of(), read());
        source = source("", Mapping.NONE);
        assertEquals(List.of("a.txt x"), read());
    }

    @Test
    void aFileThatCannotBeUsedKeepsItsAlerts() throws Exception {
        write("a.json", alert("a"));
        write("b.json", alert("b"));
        read();
        for (String bad : List.of("", "{", "{'key': 'a'}", "{'close': {'key': 'a'}}", "5")) {
            write("a.json", bad);
            assertEquals(List.of("a.json a", "b.json b"), read(), bad);
            assertEquals(Set.of("a.json"), source.unreadable().keySet(), bad);
            assertEquals(List.of("a.json a", "b.json b"), read(), bad);
            assertEquals(Set.of("a.json"), source.unreadable().keySet(), bad);
            assertTrue(fault("a.json").contains(dir + "/a.json"), fault("a.json"));
        }
        write("a.json", alert("a2"));
        assertEquals(List.of("a.json a2", "b.json b"), read());
        assertEquals(Set.of(), source.unreadable().keySet());
    }

    @Test
    void aFileThatCannotBeReadIsNotMissing() throws Exception {
        Files.createSymbolicLink(dir.resolve("nowhere.json"), dir.resolve("gone"));
        assertEquals(0, new ProcessBuilder("mkfifo", dir + "/pipe.json").start().waitFor());
        assertEquals(List.of(), read());
        assertEquals(Set.of("nowhere.json", "pipe.json"), source.unreadable().keySet());
        assertTrue(fault("pipe.json").contains("not a regular file"));
    }

    @Test
    void theTimeToLiveBeginsWhenTheFileIsWritten() throws Exception {
        write("a.json", alert("a"));
        write("b.json", "{'open': " + alert("b") + ", 'ttl': '2h'}");
        clock.advance(Duration.ofMinutes(59));
        assertEquals(List.of("a.json a", "b.json b"), read());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of("b.json b"), read());
        clock.advance(Duration.ofHours(1));
        assertEquals(List.of(), read());
    }

    @Test
    void filesAreTranslatedOnce() throws Exception {
        source = source(
                ".json",
                document -> new MappingResult(List.of(document.json().get("inner")), LeftOut.nothing(), List.of()));
        write("a.json", "{'inner': " + alert("a") + "}");
        assertEquals(List.of("a.json a"), read());
    }

    @Test
    void aMissingFolderIsAFailure() throws Exception {
        Files.delete(dir);
        SourceException e = assertThrows(SourceException.class, () -> source.read());
        assertEquals(SourceException.Kind.UNREACHABLE, e.kind());
        Files.createDirectory(dir);
        assertEquals(List.of(), read());
    }

    @Test
    void moreThanMayBeHeldInMemoryIsAFailure() throws Exception {
        context.maxAnswerBytes(2L * alert("a").length());
        source = source(".json", Mapping.NONE);
        write("1.json", alert("a"));
        write("2.json", alert("b"));
        assertEquals(List.of("1.json a", "2.json b"), read());
        write("3.json", alert("c"));
        SourceException e = assertThrows(SourceException.class, () -> source.read());
        assertEquals(SourceException.Kind.BAD_ANSWER, e.kind());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(dir + "' has more than"), message);
        assertTrue(message.contains("('max_answer_bytes')"), message);
    }
}
