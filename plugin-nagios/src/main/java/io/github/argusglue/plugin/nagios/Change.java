package io.github.argusglue.plugin.nagios;

import static io.github.argusglue.plugin.nagios.UndeclaredText.decode;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A change of state that the daemon reports before it writes status.dat: a HARD problem, or the end of a problem.
 *
 * @param at when it was reported
 * @param lastOk when the object was last OK; null if the report does not say it
 * @param lastCheck when it was checked; null if the report does not say it
 */
record Change(
        ObjectKey key,
        State state,
        String output,
        Instant at,
        @Nullable Instant lastOk,
        @Nullable Instant lastCheck) {
    /** Time, host, its state, host, service, its state, type of the state, output. */
    private static final Pattern ALERT = Pattern.compile(
            "\\[(\\d{1,12})] (?:HOST ALERT: ([^;]*);(UP|DOWN|UNREACHABLE)"
                    + "|SERVICE ALERT: ([^;]*);([^;]*);(OK|WARNING|CRITICAL|UNKNOWN));([^;]*);[^;]*;(.*)",
            Pattern.DOTALL);
    /**
     * Type, time, host, service, state, type of state, two problem ids, last OK, last check, downtime, output. Names
     * are not empty, and what does not look like this is another program's line or a part of one.
     */
    private static final Pattern RESULT =
            Pattern.compile("(?s)([HS])\\t(\\d{1,12})\\t([^\\t]+)\\t([^\\t]*)\\t([0-3])\\t(HARD|SOFT)"
                    + "\\t[^\\t]*\\t[^\\t]*\\t(\\d{1,12})\\t(\\d{1,12})\\t[^\\t]*\\t(.*)");

    /** Returns what a line of nagios.log reports; it and the next are decoded as ISO-8859-1. */
    static Optional<Change> ofLog(String line) {
        Matcher matcher = ALERT.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean isHost = matcher.group(2) != null;
        return Optional.of(new Change(
                        isHost
                                ? ObjectKey.host(decode(matcher.group(2)))
                                : ObjectKey.service(decode(matcher.group(4)), decode(matcher.group(5))),
                        State.valueOf(matcher.group(isHost ? 3 : 6)),
                        decode(matcher.group(8)),
                        time(matcher.group(1)),
                        null,
                        null))
                .filter(change -> !change.state.isProblem() || matcher.group(7).equals("HARD"));
    }

    /** Returns what a line of the perfdata pipe reports, by the template in docs/plugins/nagios.md. */
    static Optional<Change> ofResult(String line) {
        Matcher matcher = RESULT.matcher(line);
        boolean isHost = line.startsWith("H");
        if (!matcher.matches() || isHost != matcher.group(4).isEmpty()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(5));
        String host = decode(matcher.group(3));
        return Optional.of(new Change(
                        isHost ? ObjectKey.host(host) : ObjectKey.service(host, decode(matcher.group(4))),
                        isHost ? State.ofHost(number) : State.ofService(number),
                        decode(matcher.group(9)),
                        time(matcher.group(2)),
                        time(matcher.group(7)),
                        time(matcher.group(8))))
                .filter(change -> number == 0 || matcher.group(6).equals("HARD"));
    }

    private static Instant time(String epoch) {
        return Instant.ofEpochSecond(Long.parseLong(epoch));
    }
}
