package io.github.argusglue.plugin.aruba.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads a time however a cloud writes it: ISO 8601, or seconds or milliseconds since 1970. */
public final class VendorTime {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private VendorTime() {}

    /** Returns the time in whole seconds; null if there is none, or what is there is none. */
    public static @Nullable Instant parse(@Nullable JsonNode value) {
        String text = value == null ? "" : value.asText("").strip();
        Instant time;
        try {
            if (text.matches("[0-9]{9,14}(\\.[0-9]*)?")) {
                long number = Long.parseLong(text.replaceFirst("\\..*", ""));
                time = number < 100_000_000_000L ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            } else {
                time = DateTimeFormatter.ISO_DATE_TIME.parse(text.replace(' ', 'T'), Instant::from);
            }
        } catch (DateTimeException e) {
            return null;
        }
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
