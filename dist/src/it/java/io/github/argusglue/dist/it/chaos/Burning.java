package io.github.argusglue.dist.it.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The times when one alert or case was open in its source system, by the clock of this machine. A change starts when it
 * is requested and is certain when the source has accepted it. Thread-safe.
 */
final class Burning {
    private final List<Span> spans = new ArrayList<>();

    private record Span(Instant asked, Instant certain, Instant end) {}

    synchronized void begin(Instant asked) {
        spans.add(new Span(asked, Instant.MAX, Instant.MAX));
    }

    /** The source has accepted the start. */
    synchronized void certain(Instant at) {
        Span last = last();
        if (last.certain.equals(Instant.MAX)) {
            spans.set(spans.size() - 1, new Span(last.asked, at, last.end));
        }
    }

    synchronized void end(Instant asked) {
        Span last = last();
        spans.set(spans.size() - 1, new Span(last.asked, last.certain, asked));
    }

    synchronized boolean isNow() {
        return !spans.isEmpty() && last().end.equals(Instant.MAX);
    }

    /** Returns since when it is open; empty if it is not. */
    synchronized Optional<Instant> since() {
        return isNow() ? Optional.of(last().asked) : Optional.empty();
    }

    /** Returns when it last ended; empty if it never did. */
    synchronized Optional<Instant> lastEnd() {
        for (int i = spans.size() - 1; i >= 0; i--) {
            if (!spans.get(i).end.equals(Instant.MAX)) {
                return Optional.of(spans.get(i).end);
            }
        }
        return Optional.empty();
    }

    /** Returns whether it was certainly open during a whole period. */
    synchronized boolean allOf(Instant from, Instant to) {
        return spans.stream().anyMatch(span -> !span.certain.isAfter(from) && !span.end.isBefore(to));
    }

    /** Returns whether it may have been open at some time in a period. */
    synchronized boolean anyOf(Instant from, Instant to) {
        return spans.stream().anyMatch(span -> !span.asked.isAfter(to) && !span.end.isBefore(from));
    }

    /** Returns whether it began in a period. */
    synchronized boolean beganIn(Instant from, Instant to) {
        return spans.stream().anyMatch(span -> !span.asked.isBefore(from) && !span.asked.isAfter(to));
    }

    @Override
    public synchronized String toString() {
        return spans.stream()
                .map(span -> span.asked + " to " + (span.end.equals(Instant.MAX) ? "now" : span.end))
                .collect(Collectors.joining(", "));
    }

    private Span last() {
        return spans.get(spans.size() - 1);
    }
}
