package io.github.argusglue.standin;

import org.jspecify.annotations.Nullable;

/**
 * A user of the stand-in: the one behind a source system, or a person.
 *
 * @param source null for a person
 */
record Account(long pk, String name, @Nullable SourceSystem source) {
    boolean isPerson() {
        return source == null;
    }
}
