package io.github.argusglue.plugin.prometheus.standin;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Fingerprints of label sets, by the published definition of 64-bit FNV-1a. */
final class Fnv {
    private static final long OFFSET = Long.parseUnsignedLong("14695981039346656037");
    private static final long PRIME = 1099511628211L;

    private Fnv() {}

    /** Returns the fingerprint of labels sorted by name. */
    static String fingerprint(Map<String, String> sorted) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : sorted.entrySet()) {
            for (String part : new String[] {label.getKey(), label.getValue()}) {
                for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
                    hash = (hash ^ (b & 0xff)) * PRIME;
                }
                hash = (hash ^ 0xff) * PRIME;
            }
        }
        return String.format(Locale.ROOT, "%016x", hash);
    }
}
