package io.github.argusglue.dist.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** How often a source system was made to say, wrongly, that there is nothing. Safe for use by any thread. */
final class Lies {
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

    /** Notes one that begins and returns what notes its end. */
    synchronized Runnable begin(IntSupplier told) {
        Lie lie = new Lie(Instant.now(), told);
        lies.add(lie);
        return () -> end(lie);
    }

    /** Returns how often it was told between two moments, or a little more often. */
    synchronized int told(Instant from, Instant to) {
        return lies.stream()
                .filter(lie -> !lie.begin.isAfter(to) && !lie.end.isBefore(from))
                .mapToInt(lie -> lie.told.getAsInt())
                .sum();
    }

    /** Tells whether after a moment it was told so often within a time that it may have been believed. */
    synchronized boolean believedAfter(Instant moment, Duration within) {
        return lies.stream()
                .filter(lie -> !lie.end.isBefore(moment))
                .anyMatch(lie -> told(lie.begin, lie.begin.plus(within)) > 1);
    }

    private synchronized void end(Lie lie) {
        lie.end = Instant.now();
    }
}
