package io.github.argusglue.plugin.aruba.classic;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How many requests Central still permits today, to all programs together. Below a fifth, the rest is spread over the
 * day. {@link #health} and {@link #isLow} may be called by any thread, the rest by one at a time.
 */
final class DailyQuota {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Clock clock;
    private volatile long limit;
    private volatile long left;
    private volatile Instant seenAt = Instant.MIN;
    private Instant lastTurn = Instant.MIN;
    private int calls;

    DailyQuota(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins a snapshot.
     *
     * @throws SourceException if few requests are left, and it is too early for the next ones
     */
    void begin() throws SourceException {
        Instant now = clock.instant();
        if (isLow()) {
            Duration pause = untilMidnight(now).multipliedBy(Math.max(1, calls)).dividedBy(Math.max(1, left));
            Instant next = lastTurn.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            if (now.isBefore(next)) {
                throw SourceException.rateLimited(
                        "not sent: " + text() + ", so the list is read less often", Duration.between(now, next));
            }
        }
        lastTurn = now;
        calls = 0;
    }

    /** Takes what an answer says. */
    void read(HttpResponse response) throws SourceException {
        calls++;
        long most = number(response, "X-RateLimit-Limit-day");
        long rest = number(response, "X-RateLimit-Remaining-day");
        if (most > 0 && rest >= 0) {
            limit = most;
            left = rest;
            seenAt = clock.instant();
        }
        if (response.status() == 429) {
            SourceException failure = response.failure();
            if (rest != 0 || response.header("Retry-After").isPresent()) {
                throw failure;
            }
            Duration wait = untilMidnight(clock.instant());
            throw SourceException.rateLimited(
                    failure.getMessage() + ": " + text(), wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
        }
    }

    private static long number(HttpResponse response, String header) {
        String value = response.header(header).orElse("").strip();
        return value.matches("[0-9]{1,12}") ? Long.parseLong(value) : -1;
    }

    /** Returns whether less than a fifth is left of the requests of this day. */
    boolean isLow() {
        boolean today = !seenAt.isBefore(midnight(clock.instant()));
        return today && left < limit / 5;
    }

    private String text() {
        return "Central permits only " + left + " of " + limit + " requests until 00:00 UTC, to all programs together";
    }

    private static Instant midnight(Instant now) {
        return now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Duration untilMidnight(Instant now) {
        return Duration.between(now, midnight(now).plus(Duration.ofDays(1)));
    }

    /** Returns whether the requests of this day will be enough. */
    Health health() {
        return isLow()
                ? Health.degraded(text() + ": the lists are read less often, and webhooks are not followed. Ask which"
                        + " other programs use the API, or use a longer 'interval'")
                : Health.ok();
    }
}
