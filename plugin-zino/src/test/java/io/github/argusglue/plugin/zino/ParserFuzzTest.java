package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any input must be parsed or refused: no other exception may be thrown, and no reply may be assigned to the wrong
 * case. A normal build uses the inputs in {@code ParserFuzzTestInputs}; docs/contributing.md describes how to search
 * for more.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ParserFuzzTest {
    private static final String LOGIN = "200 a97fbebb3eef2dfcf167645229c0c5fa9e92e3da Hello, there\r\n200 ok\r\n";
    private static final List<Long> REQUESTED = List.of(1L, 2L, 3L);

    private final ZinoConfig config = new ZinoConfigBuilder().build();

    @FuzzTest(maxDuration = "5m")
    void lines(byte[] input) throws IOException {
        List<String> lines = lines(input, Integer.MAX_VALUE);
        assertEquals(lines, lines(input, 1), "split into packets of one byte");
        lines.forEach(line -> assertFalse(line.indexOf('\n') >= 0 || line.endsWith("\r"), line));
    }

    private static List<String> lines(byte[] input, int maxRead) throws IOException {
        List<String> lines = new ArrayList<>();
        try (MemorySocket socket = new MemorySocket(input, maxRead)) {
            LineReader reader = new LineReader(socket, 1_000);
            while (lines.size() <= input.length) {
                lines.add(reader.readLine(LineReader.NO_DEADLINE));
            }
        } catch (IOException e) {
            lines.add(e.getClass().getSimpleName());
        }
        return lines;
    }

    @FuzzTest(maxDuration = "5m")
    void session(byte[] input) throws IOException {
        byte[] login = LOGIN.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[login.length + input.length];
        System.arraycopy(login, 0, all, 0, login.length);
        System.arraycopy(input, 0, all, login.length, input.length);
        // More input than the greeting is available at once, so read the replies as if they had arrived in time.
        try (MemorySocket socket = new MemorySocket(all, 1_000);
                ZinoSession session = ZinoSession.open(LineConnection.ofSocket(socket, config), config)) {
            assertConsistent(session.readCaseBlocks("GETATTRS", REQUESTED));
        } catch (SourceException | OutOfSyncException e) {
            assertTrue(e.getMessage() != null && e.getMessage().indexOf('\n') < 0, e.toString());
        }
        try (MemorySocket socket = new MemorySocket(input, 1_000);
                ZinoSession session = ZinoSession.open(LineConnection.ofSocket(socket, config), config)) {
            session.caseNumbers();
            session.execute("GETHIST 1");
            assertConsistent(session.readCases(REQUESTED));
            assertConsistent(session.readWithEcho(1).result());
        } catch (SourceException | OutOfSyncException e) {
            assertTrue(e.getMessage() != null && e.getMessage().indexOf('\n') < 0, e.toString());
        }
    }

    private static void assertConsistent(CaseReadResult read) {
        Set<Long> all = new HashSet<>(read.found().keySet());
        all.addAll(read.unknown());
        all.addAll(read.failed());
        assertTrue(REQUESTED.containsAll(all), () -> "not asked for: " + all);
        assertEquals(
                all.size(),
                read.found().size() + read.unknown().size() + read.failed().size(),
                "each once");
        read.found().forEach((number, found) -> assertEquals(number, found.number()));
    }

    /** Every case that can be parsed can be mapped to an alert. */
    @FuzzTest(maxDuration = "5m")
    void attributes(byte[] text) {
        Optional<ZinoCase> found = ZinoCase.parse(body(text));
        if (found.isPresent()) {
            CaseFilter filter = new CaseFilter(config.selection());
            CaseMapper mapper = new CaseMapper(config.display(), filter, "zino.example.org");
            Alert alert = mapper.alert(CaseIds.of(found.get()), found.get()).build();
            assertEquals(
                    found.get().number(),
                    CaseIds.number(alert.id()).orElse(-1),
                    alert.id().toString());
            filter.decide(found.get(), true);
            filter.decide(found.get(), false);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void history(byte[] text) {
        List<String> body = body(text);
        List<CaseLogEntry> lines = CaseLogEntry.parse(body);
        assertTrue(lines.size() <= body.size());
        for (CaseLogEntry line : lines) {
            line.change();
            assertFalse(line.text().endsWith("\n"), line::toString);
        }
        Set<String> places = new HashSet<>();
        // Entries of the same second must have different ordinals, or they would be treated as the same entry.
        lines.forEach(line -> assertTrue(places.add(line.at() + " " + line.ordinal()), line::toString));
        body.forEach(Notification::parse);
    }

    private static List<String> body(byte[] text) {
        return List.of(LineReader.decode(text, text.length).split("\r?\n", -1));
    }
}
