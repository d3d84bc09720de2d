package io.github.argusglue.spi;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One key and value that people filter on in Argus. A key may occur with several values.
 *
 * <p>Argus refuses a whole incident for one tag key outside {@code [a-z0-9_]+} (checked on 2.10.2), hence
 * {@link #of(String, String)}, which makes any label name fit.
 *
 * @param key of the characters {@code a-z}, {@code 0-9} and {@code _}; not empty
 * @param value any text, without surrounding white space; may be empty
 */
public record Tag(String key, String value) {
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern UNFIT = Pattern.compile("[^a-z0-9_]+");

    /**
     * Checks the key and strips the value.
     *
     * @throws IllegalArgumentException if the key does not fit
     */
    public Tag {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("tag key '" + key + "' does not match " + KEY);
        }
        value = value.strip();
    }

    /**
     * Returns a tag whose key is made of any name: {@code ifName} becomes {@code if_name}, {@code service.name} becomes
     * {@code service_name}.
     *
     * @throws IllegalArgumentException if nothing of the name is left
     */
    public static Tag of(String name, String value) {
        return new Tag(fitKey(name), value);
    }

    /** Returns the tag key that {@link #of} makes of a name; empty if nothing of it is left. */
    public static String fitKey(String name) {
        if (KEY.matcher(name).matches()) {
            return name;
        }
        String snake = HUMP.matcher(name.strip()).replaceAll("_").toLowerCase(Locale.ROOT);
        return UNFIT.matcher(snake).replaceAll("_");
    }

    /** Returns it as Argus writes it: {@code key=value}. */
    @Override
    public String toString() {
        return key + "=" + value;
    }
}
