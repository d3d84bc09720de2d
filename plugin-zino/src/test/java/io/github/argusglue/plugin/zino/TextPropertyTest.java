package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random texts in both directions. */
class TextPropertyTest {
    private static final String[] PIECES = {
        ".",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "\u000b",
        "\u000c",
        "\u001c",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u0000",
        "\u001b[31m",
        "å",
        "😀",
        "\ud83d",
        "\ude00",
        "text",
        "(",
        ")",
        "1795210497 ",
        "state change open -> closed (x)",
        "(bob)",
        "x".repeat(600),
    };

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void notesAreSafeLines(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String given = text(random);
            List<String> lines = NoteText.acknowledged(given, text(random));
            assertFalse(lines.isEmpty(), given);
            assertTrue(lines.size() <= NoteText.MAX_LINES, given);
            for (String line : lines) {
                assertEquals(line.strip(), line, given);
                assertFalse(line.isEmpty() || line.equals("."), given);
                assertTrue(line.length() <= 2 * NoteText.MAX_LINE_LENGTH + 400, given);
                assertTrue(
                        line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029),
                        given);
                assertTrue(line.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff), given);
            }
            String note = String.join("\n", lines);
            assertTrue(NoteText.isGenerated(note), note);
            // Zino returns the text unchanged; otherwise the note would be written again.
            List<String> body = new ArrayList<>(List.of("1795210497 glue"));
            lines.forEach(line -> body.add(" " + line));
            assertEquals(note, CaseLogEntry.parse(body).get(0).text());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void parsersAcceptAnyText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> body = List.of(text(random).split("\n", -1));
            CaseLogEntry.parse(body).forEach(line -> line.change().ifPresent(change -> line.text()));
            ZinoCase.parse(body);
            Notification.parse(body.get(0));
        }
    }

    @Test
    void parsesNotifications() {
        assertEquals(
                new Notification(1, "state"),
                Notification.parse("1 state embryonic open").orElseThrow());
        assertEquals(
                new Notification(1, "scavenged"),
                Notification.parse("1 scavenged ").orElseThrow());
        assertTrue(Notification.parse("12 history 1").orElseThrow().isAboutLog());
        assertTrue(Notification.parse("Normal quit from client, closing down").isEmpty());
        assertTrue(Notification.parse("1").isEmpty());
        assertTrue(Notification.parse("").isEmpty());
    }

    @Test
    void numbersEntriesOfOneSecond() {
        List<CaseLogEntry> lines = CaseLogEntry.parse(
                List.of("stray", "5 a b", "5 op", " text", " ", "6 x y", "7 state change open -> working (x y)"));
        assertEquals(
                List.of(0, 1, 0, 0), lines.stream().map(CaseLogEntry::ordinal).toList());
        assertEquals("text", lines.get(1).text());
        assertEquals(
                new CaseLogEntry.StateChange("open", "working", "x y"),
                lines.get(3).change().orElseThrow());
    }
}
