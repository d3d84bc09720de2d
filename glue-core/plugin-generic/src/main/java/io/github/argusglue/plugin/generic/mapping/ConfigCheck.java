package io.github.argusglue.plugin.generic.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks texts of the configuration; each message begins with the key, so that the fault is shown at its line. */
final class ConfigCheck {
    private ConfigCheck() {}

    static void expression(String key, Optional<String> text) {
        text.ifPresent(present -> expression(key, present));
    }

    static void expression(String key, String text) {
        try {
            Expression.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + key + "' = '" + text + "': " + e.getMessage(), e);
        }
    }

    static void pointer(String key, String text) {
        expression(key, text);
        if (!Expression.parse(text).isPointer()) {
            throw new IllegalArgumentException("'" + key + "' = '" + text
                    + "' is no JSON Pointer: it must begin with '/', or with '^/' for the" + " whole document");
        }
    }

    /** Checks that a text is a JSON Pointer into the element, without alternatives. */
    static void plainPointer(String key, String text) {
        pointer(key, text);
        if (!text.startsWith("/") || text.contains("|")) {
            throw new IllegalArgumentException(
                    "'" + key + "' = '" + text + "' must be one JSON Pointer, such as '/alerts'");
        }
    }

    static void conditions(String key, List<String> texts) {
        for (String text : texts) {
            try {
                Condition.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + key + "' = '" + text + "': " + e.getMessage() + "; expected '/pointer=value'", e);
            }
        }
    }

    static void zone(String text) {
        try {
            ZoneId unused = ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'timezone': '" + text + "' is no time zone; use one such as UTC or Europe/Oslo", e);
        }
    }

    static void timeFormat(String text) {
        try {
            DateTimeFormatter unused = DateTimeFormatter.ofPattern(text, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'time_format' is no pattern: " + e.getMessage(), e);
        }
    }
}
