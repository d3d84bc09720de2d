package io.github.argusglue.plugin.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prometheus's hash of a label set: FNV-1a over names and values, sorted by name. */
final class Fingerprint {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final byte SEPARATOR = (byte) 0xff;

    private Fingerprint() {}

    /** Returns the hash as Alertmanager writes it, without the excluded labels. */
    static String of(Map<String, String> labels, Set<String> excluded) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (!label.getValue().isEmpty() && !excluded.contains(label.getKey())) {
                hash = add(hash, label.getKey());
                hash = add(hash, label.getValue());
            }
        }
        String hex = Long.toHexString(hash);
        return "0".repeat(16 - hex.length()) + hex;
    }

    private static long add(long hash, String text) {
        long mixed = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ (b & 0xff)) * PRIME;
        }
        return (mixed ^ (SEPARATOR & 0xff)) * PRIME;
    }
}
