package io.github.argusglue.plugin.nagios;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Text whose encoding nobody declares, since the daemon passes on what plugins and configuration files contain: UTF-8,
 * else ISO-8859-1.
 */
final class UndeclaredText {
    private UndeclaredText() {}

    /** Decodes one line or value, so that one in another encoding does not change the names in others. */
    static String decode(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(again, 0, again.length, bytes, from, end)
                ? text
                : new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Decodes what was decoded as ISO-8859-1 to split it. */
    static String decode(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        return decode(bytes, 0, bytes.length);
    }

    /** Decodes line by line. */
    static String decodeLines(byte[] bytes) {
        return Arrays.stream(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1))
                .map(UndeclaredText::decode)
                .collect(Collectors.joining("\n"));
    }

    /** Returns text of unknown origin as one short line, for messages. */
    static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }
}
