package io.github.argusglue.plugin.nagios.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encoding of the daemon's files. They say nothing about it, so each value is UTF-8 or, if it cannot be that,
 * ISO-8859-1. By value, so that output in another encoding does not change the name of its object.
 */
final class Text {
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Text() {}

    static String decode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(again, 0, again.length, bytes, from, to)
                ? text
                : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Decodes bytes that were decoded as ISO-8859-1, to find their fields. */
    static String decode(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        return decode(bytes, 0, bytes.length);
    }

    /** Returns the hash of an object's name, or of a host if {@code from2} is negative. */
    static long hash(byte[] bytes, int from, int to, int from2, int to2) {
        long hash = add(SEED, bytes, from, to);
        return from2 < 0 ? mix(hash) : mix(add((hash ^ '!') * PRIME, bytes, from2, to2));
    }

    static long hash(String name, Charset charset) {
        byte[] bytes = name.getBytes(charset);
        return mix(add(SEED, bytes, 0, bytes.length));
    }

    private static long add(long start, byte[] bytes, int from, int to) {
        long hash = start;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * PRIME;
        }
        return hash;
    }

    private static long mix(long hash) {
        long half = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return half ^ (half >>> 29);
    }
}
