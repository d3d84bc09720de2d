package io.github.argusglue.plugin.nagios.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text whose encoding nobody declares, since the daemon passes on what plugins and configuration files contain: UTF-8,
 * else ISO-8859-1.
 */
public final class UndeclaredText {
    private UndeclaredText() {}

    /** Decodes line by line, so that one line in another encoding does not change the names in others. */
    public static String decodeLines(byte[] bytes) {
        try {
            return utf8(bytes, 0, bytes.length);
        } catch (CharacterCodingException e) {
            StringBuilder text = new StringBuilder(bytes.length);
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n' || i == bytes.length - 1) {
                    text.append(decode(bytes, from, i + 1));
                    from = i + 1;
                }
            }
            return text.toString();
        }
    }

    /** Returns text of unknown origin as one short line, for messages. */
    public static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }

    private static String decode(byte[] bytes, int from, int end) {
        try {
            return utf8(bytes, from, end);
        } catch (CharacterCodingException e) {
            return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        }
    }

    private static String utf8(byte[] bytes, int from, int end) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, end - from))
                .toString();
    }
}
