package io.github.argusglue.core.expression;

import io.github.argusglue.spi.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A field of an alert that a matcher or template reads: a tag by its key, or another property under a name that no tag
 * can have.
 */
public final class Field {
    /** Only this much of a text is used. */
    static final int MAX_TEXT = 10_000;

    private static final String PREFIX = "alert.";
    private static final Map<String, FieldKind> KINDS = Map.of(
            "alert.level", FieldKind.LEVEL,
            "alert.key", FieldKind.KEY,
            "alert.description", FieldKind.DESCRIPTION,
            "alert.details_url", FieldKind.DETAILS_URL);

    private enum FieldKind {
        TAG,
        LEVEL,
        KEY,
        DESCRIPTION,
        DETAILS_URL
    }

    private final FieldKind kind;
    private final String name;

    private Field(FieldKind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /**
     * Returns the field with a name. Names of tags are normalized as adapters do it: {@code ifName} becomes
     * {@code if_name}.
     *
     * @throws IllegalArgumentException if there is no such field
     */
    public static Field of(String name) {
        FieldKind known = KINDS.get(name);
        if (known != null) {
            return new Field(known, name);
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            throw new IllegalArgumentException("unknown field '" + name
                    + "'; expected a tag or one of alert.description, alert.details_url, alert.key, alert.level");
        }
        String key = Tag.fitKey(name);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("expected the key of a tag, got ''");
        }
        return new Field(FieldKind.TAG, key);
    }

    /** Returns the name; that of a tag is normalized. */
    public String name() {
        return name;
    }

    /** Returns the values: several if the alert has the tag several times, none if it does not have it. */
    public List<String> values(ReadableAlert alert) {
        return switch (kind) {
            case TAG -> alert.values(name);
            case LEVEL -> List.of(String.valueOf(alert.level()));
            case KEY -> List.of(alert.key());
            case DESCRIPTION -> text(alert.description());
            case DETAILS_URL -> text(alert.detailsUrl());
        };
    }

    private static List<String> text(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return List.of(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT));
    }
}
