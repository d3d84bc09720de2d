package io.github.argusglue.plugin.generic.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the times of other programs. */
final class TimeText {
    /** How systems write that there is no time, such as the end of what has not ended. */
    private static final Set<String> NONE = Set.of("", "0", "infinity", "Infinity", "null", "-");

    private static final String ZERO_OF_GO = "0001-01-01";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,9})?");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})[-./]([0-9]{2})[-./]([0-9]{2})[T ]\\s*(.*)");
    private static final Pattern UTC_WORD = Pattern.compile("\\s*(UTC|GMT)$");

    /** Numbers up to here are seconds (year 5138), a thousand times as much milliseconds, and so on. */
    private static final BigDecimal MOST_SECONDS = new BigDecimal("1e11");

    private static final BigDecimal THOUSAND = new BigDecimal(1000);
    private static final int NANOS_DIGITS = 9;

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private final @Nullable DateTimeFormatter format;
    private final @Nullable ZoneId zone;

    /**
     * Creates a reader.
     *
     * @param format a pattern of {@link DateTimeFormatter} for texts that are not ISO 8601; null if there are none
     * @param zone zone of times without one; null if they are refused
     */
    TimeText(@Nullable String format, @Nullable ZoneId zone) {
        // Names of months and days are English wherever the program runs; Locale.ROOT has none.
        this.format = format == null ? null : DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
        this.zone = zone;
    }

    /**
     * Returns the time that a text or number means; empty if it means that there is none.
     *
     * @throws MappingException if it is not a time, or has no zone
     */
    Optional<Instant> read(String text) {
        String trimmed = text.strip();
        if (NONE.contains(trimmed) || trimmed.startsWith(ZERO_OF_GO)) {
            return Optional.empty();
        }
        try {
            if (format != null) {
                return Optional.of(instant(format.parseBest(trimmed, ZonedDateTime::from, LocalDateTime::from), text));
            }
            return Optional.of(NUMBER.matcher(trimmed).matches() ? ofNumber(new BigDecimal(trimmed)) : ofIso(trimmed));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MappingException("'" + text + "' is not a time"
                    + (format == null
                            ? "; 'time_format' can say"
                                    + " how times are written that are neither ISO 8601 nor seconds or milliseconds since 1970"
                            : " as 'time_format' says"));
        }
    }

    private static Instant ofNumber(BigDecimal number) {
        BigDecimal seconds = number;
        while (seconds.abs().compareTo(MOST_SECONDS) > 0) {
            seconds = seconds.divide(THOUSAND);
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANOS_DIGITS).longValue());
    }

    private Instant ofIso(String text) {
        Matcher date = DATE.matcher(text);
        String iso =
                date.matches() ? date.group(1) + "-" + date.group(2) + "-" + date.group(3) + "T" + date.group(4) : text;
        iso = UTC_WORD.matcher(iso).replaceFirst("Z");
        return instant(ISO.parseBest(iso, ZonedDateTime::from, LocalDateTime::from), text);
    }

    private Instant instant(TemporalAccessor time, String text) {
        if (time instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        } else if (zone == null) {
            throw new MappingException("'" + text + "' has no time zone; set 'timezone', for example to \"UTC\"");
        }
        return ((LocalDateTime) time).atZone(zone).toInstant();
    }
}
