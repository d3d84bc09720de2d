package io.github.argusglue.plugin.nagios.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.argusglue.plugin.nagios.model.JsonFields;
import io.github.argusglue.plugin.nagios.model.UndeclaredText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One block of status.dat or objects.cache: a view of the buffer, until the next block is read. */
final class Block {
    /** {@code _NAME=0;value}, in which the number is a flag. */
    private static final Pattern VARIABLE = Pattern.compile("(?md)^\t_([^=\n]+)=[^;\n]*;(.*)$");

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{1,17}");
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private final byte[] bytes;
    private final int start;
    private final int body;
    private final int end;
    /** Where the next search begins, since fields are mostly asked for in the order of the file. */
    private int line;

    Block(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.body = newline(bytes, start, end) + 1;
        this.line = body;
    }

    /** Returns where the next newline is, else -1. It takes eight bytes at a time, which halves the time of a file. */
    static int newline(byte[] bytes, int from, int limit) {
        int at = from;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            long word = (long) LONG.get(bytes, at) ^ '\n' * ONES;
            long found = (word - ONES) & ~word & (ONES << 7);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && bytes[at] != '\n') {
            at++;
        }
        return at < limit ? at : -1;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    /** Returns what is before the brace: {@code servicestatus}, {@code define service}. */
    String kind() {
        return new String(bytes, start, body - start - " {\n".length(), StandardCharsets.ISO_8859_1);
    }

    /** Returns a value; empty if there is none. */
    String text(String name) {
        int value = find(name);
        return value < 0 ? "" : UndeclaredText.decode(bytes, value, newline(bytes, value, end));
    }

    /** Returns a value, as a number if it is written as one; null if there is none. */
    @Nullable
    JsonNode get(String name) {
        int value = find(name);
        if (value < 0) {
            return null;
        }
        boolean isDigit = bytes[value] >= '0' && bytes[value] <= '9';
        if (isDigit && bytes[value + 1] == '\n') {
            return IntNode.valueOf(bytes[value] - '0');
        }
        String text = text(name);
        return isDigit && NUMBER.matcher(text).matches()
                ? LongNode.valueOf(Long.parseLong(text))
                : TextNode.valueOf(text);
    }

    JsonFields fields() {
        return new JsonFields(this::get);
    }

    /** Returns the custom variables. */
    Map<String, String> variables() {
        return VARIABLE.matcher(new String(bytes, start, length(), StandardCharsets.ISO_8859_1))
                .results()
                .collect(Collectors.toMap(
                        found -> UndeclaredText.decode(found.group(1)),
                        found -> UndeclaredText.decode(found.group(2)),
                        (first, second) -> second));
    }

    /** Returns where the value of a field begins; -1 if there is none. */
    private int find(String name) {
        int begin = line;
        do {
            int value = line + name.length() + 2;
            if (value < end && (bytes[value - 1] == '=' || bytes[value - 1] == '\t') && isAt(line + 1, name)) {
                return value;
            }
            line = newline(bytes, line, end) + 1;
            line = line == end ? body : line;
        } while (line != begin);
        return -1;
    }

    private boolean isAt(int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
