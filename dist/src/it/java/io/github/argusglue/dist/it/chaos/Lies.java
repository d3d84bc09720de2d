package io.github.argusglue.dist.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** How often a source system was made to report, wrongly, that there are no alerts. Thread-safe. */
final class Lies {
    /** Of a system that never did. */
    static final Lies NONE = new Lies();

    private final List<Lie> lies = new ArrayList<>();

    private static final class Lie {
        private final Instant begin;
        private final IntSupplier told;
        private Instant end = Instant.MAX;

        Lie(Instant begin, IntSupplier told) {
            this.begin = begin;
            this.told = told;
        }
    }

    /** Records the start of one and returns an action that records its end. */
    synchronized Runnable begin(IntSupplier told) {
        Lie lie = new Lie(Instant.now(), told);
        lies.add(lie);
        return () -> end(lie);
    }

    /** Returns how often this happened in a period, or slightly more. */
    synchronized int told(Instant from, Instant to) {
        return lies.stream()
                .filter(lie -> !lie.begin.isAfter(to) && !lie.end.isBefore(from))
                .mapToInt(lie -> lie.told.getAsInt())
                .sum();
    }

    /** Returns whether it happened so often within a time that it may have been believed. */
    synchronized boolean believedAfter(Instant moment, Duration within) {
        return lies.stream()
                .filter(lie -> !lie.end.isBefore(moment))
                .anyMatch(lie -> told(lie.begin, lie.begin.plus(within)) > 1);
    }

    private synchronized void end(Lie lie) {
        lie.end = Instant.now();
    }
}
