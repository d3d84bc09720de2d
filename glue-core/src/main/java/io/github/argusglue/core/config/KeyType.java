package io.github.argusglue.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one TOML value becomes one Java value. */
interface KeyType {

    /** Returns the value, or null after having said in the binding why there is none. */
    @Nullable
    Bound bind(Node node, Binding binding);

    /** Returns what to write, for the reference: "duration". */
    String label();

    /** Returns the value of an absent key that has no default; empty if such a key is a fault. */
    default Optional<Bound> absent() {
        return Optional.empty();
    }

    /** Returns whether the text of a default is a string as it stands, or TOML. */
    default boolean isText() {
        return false;
    }

    /** Returns the record whose keys stand in this type's table, if it is one. */
    default Optional<RecordType> record() {
        return Optional.empty();
    }

    /** Returns TOML that says nothing yet, for people to fill in. */
    default String empty() {
        return isText() ? "\"\"" : "{}";
    }

    /** Returns TOML that fits, whatever it means. */
    String sample();

    /**
     * A value and the TOML that gives it, with secrets masked.
     *
     * @param text empty for what is absent
     */
    record Bound(Object value, String text) {}
}
