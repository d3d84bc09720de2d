package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Alert ids of cases: number and opening time, {@code 17@20261120T212418Z}. The number alone is not enough, since Zino
 * reuses numbers after it has lost its state.
 */
final class CaseIds {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern ID = Pattern.compile("([0-9]{1,11})@[0-9]{8}T[0-9]{6}Z");

    private CaseIds() {}

    static AlertId of(ZinoCase zinoCase) {
        return of(zinoCase.number(), zinoCase.opened());
    }

    static AlertId of(long number, Instant opened) {
        return AlertId.unique(number + "@" + STAMP.format(opened));
    }

    /** Returns the case number in an id; empty if it is not the id of a case. */
    static OptionalLong number(AlertId id) {
        Matcher parts = ID.matcher(id.key());
        return parts.matches() ? OptionalLong.of(Long.parseLong(parts.group(1))) : OptionalLong.empty();
    }
}
