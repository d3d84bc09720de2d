package io.github.argusglue.core.http.page;

import java.util.Locale;

/**
 * One sentence about a source, for people.
 *
 * @param severity how much it matters
 * @param text what is the case, and what to do
 */
record Note(Severity severity, String text) {

    /** How much a note matters. */
    enum Severity {
        /** Something does not work. */
        BAD,
        /** A person should look. */
        WARN,
        /** Good to know. */
        INFO;

        /** Returns the class of the style sheet. */
        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Note bad(String text) {
        return new Note(Severity.BAD, text);
    }

    static Note warn(String text) {
        return new Note(Severity.WARN, text);
    }

    static Note info(String text) {
        return new Note(Severity.INFO, text);
    }
}
