package io.github.argusglue.core.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Makes text safe to show in terminals, logs and pages. Alerts and answers of servers can contain anything: characters
 * that control a terminal (move its cursor, set its title, write to its clipboard), and characters that change the
 * writing direction, so that people read something else than what is there. Such characters become visible, as an
 * escape like <code>&#92;u001b</code>. That is the escape of JSON, so JSON as a whole remains the same data.
 */
public final class SafeText {
    private SafeText() {}

    /** Returns the text as one line: line breaks become {@code " | "}, and tabs become spaces. */
    public static String line(String text) {
        return isPlain(text) ? text : lines(text.replaceAll("[\\r\\n]+", " | ").replace('\t', ' '));
    }

    /** Returns the text with its line breaks and tabs. A carriage return is no line break: it overwrites a line. */
    public static String lines(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t' || !isControl(c)) {
                safe.append(c);
            } else {
                safe.append("\\u").append(Character.forDigit(c >> 12, 16));
                safe.append(Character.forDigit((c >> 8) & 0xf, 16)).append(Character.forDigit((c >> 4) & 0xf, 16));
                safe.append(Character.forDigit(c & 0xf, 16));
            }
        }
        return safe.toString();
    }

    /** Returns a writer that passes on what it gets like {@link #lines}. */
    public static Writer writer(Writer target) {
        return new SafeWriter(target);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** All of them are in the basic plane, so a surrogate is none. */
    private static boolean isControl(char c) {
        return c < ' '
                || (c >= 0x7f && c <= 0x9f)
                // marks of a writing direction
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                // line and paragraph separators, embeddings and overrides of the direction
                || (c >= 0x2028 && c <= 0x202e)
                // isolates
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static final class SafeWriter extends FilterWriter {
        SafeWriter(Writer target) {
            super(target);
        }

        @Override
        public void write(int c) throws IOException {
            out.write(lines(String.valueOf((char) c)));
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            out.write(lines(new String(chars, offset, length)));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            out.write(lines(text.substring(offset, offset + length)));
        }
    }
}
