package io.github.argusglue.core.config;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A date, optionally with a time. */
public final class Day {
    private final Instant start;
    private final boolean exact;

    private Day(Instant start, boolean exact) {
        this.start = start;
        this.exact = exact;
    }

    /**
     * Reads {@code 2026-11-01} or {@code 2026-11-01T08:00:00Z}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Day parse(String text) {
        try {
            return text.indexOf('T') < 0
                    ? new Day(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(), false)
                    : new Day(OffsetDateTime.parse(text).toInstant(), true);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected a date such as 2026-11-01, or with time and zone, 2026-11-01T08:00:00Z", e);
        }
    }

    /** Returns the time, or the start of the day in UTC. */
    public Instant start() {
        return start;
    }

    /** Returns whether the time is known. */
    public boolean exact() {
        return exact;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Day day && exact == day.exact && start.equals(day.start);
    }

    @Override
    public int hashCode() {
        return start.hashCode();
    }

    @Override
    public String toString() {
        return exact ? start.toString() : start.toString().substring(0, "2026-11-01".length());
    }
}
