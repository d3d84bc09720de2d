package io.github.argusglue.plugin.nagios.files;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of one block that are wanted: where they are in the buffer, until the next block is read. */
@SuppressWarnings("EnumOrdinal") // One array of positions, not a map, for each of ten thousand objects.
final class Fields {
    private static final int MAX_DIGITS = 12;

    private final Field[] wanted;
    private final int[] from = new int[Field.COUNT];
    private final int[] to = new int[Field.COUNT];
    private final Map<String, String> variables = new HashMap<>();
    private final boolean wantsVariables;
    private byte[] bytes = {};
    private Block block = Block.OTHER;

    Fields(boolean wantsVariables, Field... wanted) {
        this.wanted = wanted;
        this.wantsVariables = wantsVariables;
    }

    void begin(byte[] buffer, int start, int end) {
        bytes = buffer;
        block = Block.of(buffer, start, end);
        Arrays.fill(from, -1);
        variables.clear();
    }

    /** Takes a line without its tab, if it is wanted. */
    void add(int start, int end) {
        for (Field field : wanted) {
            int value = field.valueIn(bytes, start, end);
            if (value >= 0) {
                from[field.ordinal()] = value;
                to[field.ordinal()] = end;
                return;
            }
        }
        if (wantsVariables && start < end && bytes[start] == '_') {
            String line = Text.decode(bytes, start + 1, end);
            int equals = line.indexOf('=');
            // The value comes after a flag: _NAME=0;value
            int value = line.indexOf(';', equals);
            if (equals > 0 && value > 0) {
                variables.put(line.substring(0, equals), line.substring(value + 1));
            }
        }
    }

    Block block() {
        return block;
    }

    boolean has(Field field) {
        return from[field.ordinal()] >= 0;
    }

    String text(Field field) {
        return has(field) ? Text.decode(bytes, from[field.ordinal()], to[field.ordinal()]) : "";
    }

    /** Returns the whole number at the begin of the value; -1 if there is none. */
    long number(Field field) {
        long number = -1;
        int end = Math.min(to[field.ordinal()], from[field.ordinal()] + MAX_DIGITS);
        for (int i = from[field.ordinal()]; i >= 0 && i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = Math.max(number, 0) * 10 + bytes[i] - '0';
        }
        return number;
    }

    boolean isSet(Field field) {
        return number(field) > 0;
    }

    Instant time(Field field) {
        return Instant.ofEpochSecond(Math.max(number(field), 0));
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Returns the hash of the name of the host or service. */
    long hash(boolean isService) {
        int host = Field.HOST_NAME.ordinal();
        int service = Field.SERVICE_DESCRIPTION.ordinal();
        return Text.hash(bytes, from[host], to[host], isService ? from[service] : -1, to[service]);
    }

    /** Returns the hashes of the members of a group: of hosts, or of services, which are two words each. */
    long[] members(boolean areServices) {
        int words = areServices ? 2 : 1;
        int[] commas = new int[words + 1];
        long[] hashes = new long[16];
        int count = 0;
        int word = 0;
        commas[0] = from[Field.MEMBERS.ordinal()];
        int end = has(Field.MEMBERS) ? to[Field.MEMBERS.ordinal()] : -1;
        for (int i = commas[0]; i >= 0 && i <= end; i++) {
            if (i == end || bytes[i] == ',') {
                commas[++word] = i + 1;
                if (word == words) {
                    hashes = count == hashes.length ? Arrays.copyOf(hashes, 2 * count) : hashes;
                    hashes[count++] = Text.hash(bytes, commas[0], commas[1] - 1, areServices ? commas[1] : -1, i);
                    commas[0] = i + 1;
                    word = 0;
                }
            }
        }
        return Arrays.copyOf(hashes, count);
    }

    /** Returns the words of a list with commas. */
    List<String> words(Field field) {
        return Arrays.stream(text(field).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
