package io.github.argusglue.core.status;

/** A number with its noun, in the singular or plural: {@code 1 source}, {@code 2 sources}. */
public final class Count {
    private Count() {}

    /** Returns the number and the noun; {@code s} is appended for all numbers but one. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
