package io.github.argusglue.standin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as Argus reads and writes them: to the microsecond, without an offset in UTC. */
final class Times {
    private Times() {}

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException withoutOffset) {
            try {
                return Optional.of(
                        LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
            } catch (DateTimeException neither) {
                return Optional.empty();
            }
        }
    }

    /** Six decimals or none. */
    static String format(Instant time) {
        String seconds = time.truncatedTo(ChronoUnit.SECONDS).toString();
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        return micros == 0
                ? seconds
                : seconds.substring(0, seconds.length() - 1) + String.format(Locale.ROOT, ".%06dZ", micros);
    }
}
