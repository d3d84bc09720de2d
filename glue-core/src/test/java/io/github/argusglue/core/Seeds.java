package io.github.argusglue.core;

import java.util.List;
import java.util.stream.LongStream;

/** The seeds of a test with random cases. A failure names its seed, which can be given back as a system property. */
public final class Seeds {
    private Seeds() {}

    /**
     * Returns the seed that is given, or new ones.
     *
     * @param property name of the system property
     * @param runs how many if none is given
     */
    public static List<Long> of(String property, int runs) {
        Long given = Long.getLong(property);
        long first = given == null ? System.nanoTime() : given;
        return LongStream.range(0, given == null ? runs : 1)
                .mapToObj(i -> first + i * 1_000_003L)
                .toList();
    }
}
