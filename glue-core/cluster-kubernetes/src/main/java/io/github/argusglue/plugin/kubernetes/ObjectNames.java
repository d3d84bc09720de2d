package io.github.argusglue.plugin.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of a cluster's objects. The parts are joined with dots, which neither the prefix nor the kind contains, so
 * that different parts give different names. What is too long, or is no valid name in Kubernetes, is shortened or
 * replaced, and gets a hash of the whole.
 */
final class ObjectNames {
    private static final Pattern VALID =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern INVALID = Pattern.compile("[^a-z0-9]+");

    /** Kubernetes allows 253; the rest is for the number of a value. */
    private static final int LONGEST = 230;

    private static final int LONGEST_READABLE = 120;
    private static final int HASH_BYTES = 16;

    private final String prefix;

    ObjectNames(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the name of the Lease of a member. */
    String member(String member) {
        return valid("member", member);
    }

    /** Returns the name of the Lease of a source. */
    String source(String source) {
        return valid("source", source);
    }

    /** Returns the name of the Secret with a value of a source. */
    String value(String source, long number) {
        return valid("state", source) + "." + number;
    }

    private String valid(String kind, String name) {
        String whole = prefix + "." + kind + "." + name;
        if (whole.length() <= LONGEST && VALID.matcher(whole).matches()) {
            return whole;
        }
        String readable = INVALID.matcher(name).replaceAll("-");
        String shortened = readable.substring(0, Math.min(readable.length(), LONGEST_READABLE));
        return prefix + "." + kind + "." + shortened + "-" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
