package io.github.argusglue.plugin.nagios.files;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The wanted fields of one block: where they are in the buffer, until the next block is read. */
final class Fields {
    /** The wanted name that stands for all custom variables. */
    static final String VARIABLES = "_";

    private static final int MAX_DIGITS = 12;

    private final List<String> names;
    private final byte[][] keys;
    private final int[] from;
    private final int[] to;
    private final Map<String, String> variables = new HashMap<>();
    private byte[] bytes = {};
    private Block block = Block.OTHER;

    /**
     * Makes a place for fields.
     *
     * @param wanted their names, with a space between
     */
    Fields(String wanted) {
        names = List.of(wanted.split(" "));
        keys = names.stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        from = new int[keys.length];
        to = new int[keys.length];
    }

    void begin(byte[] buffer, int start, int end) {
        bytes = buffer;
        block = Block.of(buffer, start, end);
        Arrays.fill(from, -1);
        variables.clear();
    }

    /** Takes a line without its tab, if it is wanted. */
    void add(int start, int end) {
        for (int i = 0; i < keys.length; i++) {
            int separator = start + keys[i].length;
            if (separator < end
                    && bytes[start] == keys[i][0]
                    && (bytes[separator] == '=' || bytes[separator] == '\t')
                    && Arrays.equals(keys[i], 0, keys[i].length, bytes, start, separator)) {
                from[i] = separator + 1;
                to[i] = end;
                return;
            }
        }
        if (start < end && bytes[start] == '_' && names.contains(VARIABLES)) {
            addVariable(Text.decode(bytes, start + 1, end));
        }
    }

    /** Takes {@code NAME=0;value}, in which the number is a flag. */
    private void addVariable(String line) {
        int equals = line.indexOf('=');
        int value = line.indexOf(';', equals);
        if (equals > 0 && value > 0) {
            variables.put(line.substring(0, equals), line.substring(value + 1));
        }
    }

    Block block() {
        return block;
    }

    boolean has(String name) {
        return from[names.indexOf(name)] >= 0;
    }

    String text(String name) {
        int i = names.indexOf(name);
        return from[i] < 0 ? "" : Text.decode(bytes, from[i], to[i]);
    }

    /** Returns the whole number at the begin of the value; -1 if there is none. */
    long number(String name) {
        int i = names.indexOf(name);
        long number = -1;
        for (int at = from[i]; at >= 0 && at < Math.min(to[i], from[i] + MAX_DIGITS); at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                break;
            }
            number = Math.max(number, 0) * 10 + bytes[at] - '0';
        }
        return number;
    }

    boolean isSet(String name) {
        return number(name) > 0;
    }

    Instant time(String name) {
        return Instant.ofEpochSecond(Math.max(number(name), 0));
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Returns the hash of the name of the host or service. */
    long hash(boolean isService) {
        int host = names.indexOf("host_name");
        int service = names.indexOf("service_description");
        return Text.hash(bytes, from[host], to[host], isService ? from[service] : -1, to[service]);
    }

    /** Returns the hashes of the members of a group: of hosts, or of services, which are two words each. */
    List<Long> members(boolean areServices) {
        int i = names.indexOf("members");
        List<Long> hashes = new ArrayList<>();
        int start = from[i];
        int comma = -1;
        for (int at = start; at >= 0 && at <= to[i]; at++) {
            if (at < to[i] && bytes[at] != ',') {
                continue;
            }
            if (areServices && comma < 0) {
                comma = at;
            } else {
                hashes.add(Text.hash(bytes, start, areServices ? comma : at, areServices ? comma + 1 : -1, at));
                start = at + 1;
                comma = -1;
            }
        }
        return hashes;
    }

    /** Returns the words of a list with commas. */
    List<String> words(String name) {
        return Arrays.stream(text(name).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
