package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextLimitsTest {
    /** The characters that Python's str.strip removes: str.isspace() of 3.11. */
    private static final String PYTHON_SPACE = "\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001"
            + "\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private final List<String> warnings = new ArrayList<>();
    private final TextLimits text = new TextLimits(warnings::add);

    @Test
    void trimsWhatTheServerTrimsAndNothingElse() {
        for (int c = 1; c < Character.MIN_SURROGATE; c++) {
            boolean blank = PYTHON_SPACE.indexOf(c) >= 0;
            String value = (char) c + "x" + (char) c;
            assertEquals(blank ? "x" : value, TextLimits.trim(value), "U+" + Integer.toHexString(c));
            assertEquals(!blank, TextLimits.isTrimmed(value), "U+" + Integer.toHexString(c));
        }
    }

    @Test
    void keepsInnerSpaces() {
        assertEquals("a \u00a0 b", TextLimits.trim(" a \u00a0 b\u0085"));
        assertEquals("", TextLimits.trim(" \u00a0\u3000"));
    }

    @Test
    void aCleanTextIsTheSameObject() {
        String clean = "Link down: 日本 🙈";

        assertEquals(clean, text.fit("description", clean, 100));
        assertEquals(List.of(), warnings);
    }

    @Test
    void removesNulAndUnpairedSurrogates() {
        assertEquals("ab🙈c", text.fit("description", "\0a\ud800b🙈\udc00c\ud83d", 100));
        assertEquals(List.of("description contains NUL or invalid characters, which are removed"), warnings);
    }

    @Test
    void shortensToALength() {
        assertEquals("abcd…", text.fit("description", "abcdefgh", 5));
        assertEquals(List.of("description is shortened to 5 characters"), warnings);
        assertEquals("abcde", text.fit("description", "abcde", 5));
    }

    @Test
    void neverCutsACharacterInHalf() {
        assertEquals("abc…", text.fit("description", "abc🙈🙈", 5));
    }

    @Test
    void shortensToBytes() {
        assertEquals("日本…", text.fitBytes("tag", "日本日本", 11));
        assertEquals("日本日本", text.fitBytes("tag", "日本日本", 12));
        assertEquals("🙈…", text.fitBytes("tag", "🙈🙈🙈", 10));
    }

    @Test
    void shortenedTextIsValid() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder value = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                value.append(
                        switch (random.nextInt(6)) {
                            case 0 -> "🙈";
                            case 1 -> "日";
                            case 2 -> "ø";
                            case 3 -> String.valueOf((char) (Character.MIN_SURROGATE + random.nextInt(0x800)));
                            case 4 -> " ";
                            default -> "x";
                        });
            }
            int limit = 8 + random.nextInt(60);
            String fit = text.fitBytes("tag", value.toString(), limit);
            assertTrue(fit.getBytes(StandardCharsets.UTF_8).length <= limit, value + " -> " + fit);
            assertTrue(TextLimits.isClean(fit) && TextLimits.isTrimmed(fit), value + " -> " + fit);
            String shorter = text.fit("description", value.toString(), limit);
            assertTrue(shorter.length() <= limit, value + " -> " + shorter);
            assertTrue(TextLimits.isClean(shorter) && TextLimits.isTrimmed(shorter), value + " -> " + shorter);
        }
    }
}
