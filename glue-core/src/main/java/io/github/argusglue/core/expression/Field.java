package io.github.argusglue.core.expression;

import io.github.argusglue.spi.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a matcher or template reads of an alert: a tag by its key, or what an alert has beside its tags, under a name
 * that no tag can have.
 */
public final class Field {
    /** No more than this is looked at, however long a text is. */
    static final int MAX_TEXT = 10_000;

    private static final String PREFIX = "alert.";
    private static final Map<String, Kind> KINDS = Map.of(
            "alert.level", Kind.LEVEL,
            "alert.key", Kind.KEY,
            "alert.description", Kind.DESCRIPTION,
            "alert.details_url", Kind.DETAILS_URL);

    private enum Kind {
        TAG,
        LEVEL,
        KEY,
        DESCRIPTION,
        DETAILS_URL
    }

    private final Kind kind;
    private final String name;

    private Field(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /**
     * Returns the field of a name. Names of tags are made fit as adapters do it: {@code ifName} is {@code if_name}.
     *
     * @throws IllegalArgumentException if there can be none
     */
    public static Field of(String name) {
        Kind known = KINDS.get(name);
        if (known != null) {
            return new Field(known, name);
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            throw new IllegalArgumentException("there is no '" + name
                    + "'; beside the tags there are: alert.description, alert.details_url, alert.key, alert.level");
        }
        String key = Tag.fitKey(name);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("expected the name of a tag, got ''");
        }
        return new Field(Kind.TAG, key);
    }

    /** Returns the name, that of a tag made fit. */
    public String name() {
        return name;
    }

    /** Returns its values: several where a tag is there more than once, none where the alert does not have it. */
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
