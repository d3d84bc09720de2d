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
 * Names of cases: number and time of opening, {@code 17@20261120T212418Z}, since Zino gives a bare number again to
 * another case after its state was lost.
 */
final class CaseIds {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern ID = Pattern.compile("([0-9]{1,11})@[0-9]{8}T[0-9]{6}Z");

    private CaseIds() {}

    static AlertId of(ZinoCase seen) {
        return of(seen.number(), seen.opened());
    }

    static AlertId of(long number, Instant opened) {
        return AlertId.unique(number + "@" + STAMP.format(opened));
    }

    /** Returns the number in a name; empty if it is none of ours. */
    static OptionalLong number(AlertId id) {
        Matcher parts = ID.matcher(id.key());
        return parts.matches() ? OptionalLong.of(Long.parseLong(parts.group(1))) : OptionalLong.empty();
    }
}
