package io.github.argusglue.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts a TOML value to a Java value. */
interface KeyType {

    /** Returns the value, or null after reporting a fault. */
    @Nullable
    Bound bind(Node node, Binding binding);

    /** Returns the name of the type for the reference, such as "duration". */
    String label();

    /** Returns the value of an absent key without a default; empty if that is a fault. */
    default Optional<Bound> absent() {
        return Optional.empty();
    }

    /** Returns whether the text of a default is a plain string, or TOML. */
    default boolean isText() {
        return false;
    }

    /** Returns the record whose keys are in this type's table, if it is a table. */
    default Optional<RecordType> record() {
        return Optional.empty();
    }

    /** Returns an empty TOML value, for people to fill in. */
    default String empty() {
        return isText() ? "\"\"" : "{}";
    }

    /** Returns any valid TOML value. */
    String sample();

    /**
     * A value and its TOML text, with secrets masked.
     *
     * @param text empty if the key is absent
     */
    record Bound(Object value, String text) {}
}
