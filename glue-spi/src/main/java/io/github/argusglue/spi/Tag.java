package io.github.argusglue.spi;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A key and a value that people filter on in Argus. A key may occur with several values.
 *
 * <p>Argus refuses the whole incident if a tag key does not match {@code [a-z0-9_]+} (verified with 2.10.2). So
 * {@link #of(String, String)} converts any label name.
 *
 * <p>Immutable. Tags are equal if key and value are.
 */
public final class Tag {
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern UNFIT = Pattern.compile("[^a-z0-9_]+");

    private final String key;
    private final String value;

    /**
     * Creates a tag.
     *
     * @param key consists of {@code a-z}, {@code 0-9} and {@code _}; not empty
     * @param value any text; surrounding white space is removed; may be empty
     * @throws IllegalArgumentException if the key is not valid
     */
    public Tag(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("tag key '" + key + "' does not match " + KEY);
        }
        this.key = key;
        this.value = value.strip();
    }

    /**
     * Returns a tag whose key is derived from any name: {@code ifName} becomes {@code if_name}, {@code service.name}
     * becomes {@code service_name}.
     *
     * @throws IllegalArgumentException if no key can be derived from the name
     */
    public static Tag of(String name, String value) {
        return new Tag(fitKey(name), value);
    }

    /** Returns the key that {@link #of} derives from a name; empty if none can be derived. */
    public static String fitKey(String name) {
        if (KEY.matcher(name).matches()) {
            return name;
        }
        String snake = HUMP.matcher(name.strip()).replaceAll("_").toLowerCase(Locale.ROOT);
        return UNFIT.matcher(snake).replaceAll("_");
    }

    /** Returns the key: {@code a-z}, {@code 0-9} and {@code _}, not empty. */
    public String key() {
        return key;
    }

    /** Returns the value, without surrounding white space; may be empty. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tag tag && tag.key.equals(key) && tag.value.equals(value);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + value.hashCode();
    }

    /** Returns the tag as Argus writes it: {@code key=value}. */
    @Override
    public String toString() {
        return key + "=" + value;
    }
}
