package io.github.argusglue.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the Retry-After header: seconds or a date. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** Upper limit: a server that asks for more has a wrong clock or configuration. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private RetryAfter() {}

    /** Returns how long to wait from {@code now}; null if the header is absent or invalid. */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (SECONDS.matcher(value).matches()) {
            return bound(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            return bound(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bound(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }
}
