package io.github.argusglue.plugin.prometheus.standin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Fingerprints by the published definition of FNV-1a, not by the adapter's code: one checks the other. */
final class Fnv {
    private static final BigInteger OFFSET = new BigInteger("14695981039346656037");
    private static final BigInteger PRIME = BigInteger.valueOf(1099511628211L);
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(64);

    private Fnv() {}

    /** Returns the fingerprint of labels sorted by name. */
    static String fingerprint(Map<String, String> sorted) {
        BigInteger hash = OFFSET;
        for (Map.Entry<String, String> label : sorted.entrySet()) {
            for (String part : new String[] {label.getKey(), label.getValue()}) {
                for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
                    hash = step(hash, b & 0xff);
                }
                hash = step(hash, 0xff);
            }
        }
        return String.format(Locale.ROOT, "%016x", hash);
    }

    private static BigInteger step(BigInteger hash, int octet) {
        return hash.xor(BigInteger.valueOf(octet)).multiply(PRIME).mod(MODULUS);
    }
}
