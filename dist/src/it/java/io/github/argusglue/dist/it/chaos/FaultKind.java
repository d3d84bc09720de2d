package io.github.argusglue.dist.it.chaos;

import java.util.Random;

/**
 * A kind of fault.
 *
 * @param name as in {@code chaos.only} and {@code chaos.without}
 * @param weight relative frequency
 * @param mostMillis maximum duration
 * @param beginning starts it and returns how to end it
 */
record FaultKind(String name, int weight, long mostMillis, Beginning beginning) {
    /** Starts a fault. */
    interface Beginning {
        Ending begin(Random random) throws Exception;
    }

    /** Ends a fault. */
    interface Ending {
        void end() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
