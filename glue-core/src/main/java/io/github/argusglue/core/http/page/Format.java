package io.github.argusglue.core.http.page;

import io.github.argusglue.core.status.SourceStatus.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats times, counts and states for the pages. */
final class Format {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<String> LEVELS = List.of("critical", "high", "moderate", "low", "information");
    private static final int MINUTES_SHOWN = 90;
    private static final int HOURS_SHOWN = 48;

    private Format() {}

    static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String level(int level) {
        return Math.min(LEVELS.size(), Math.max(1, level)) + " "
                + LEVELS.get(Math.min(LEVELS.size(), Math.max(1, level)) - 1);
    }

    /** Lists the levels with a count above zero. */
    static String levels(List<Integer> counts) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i) > 0) {
                named.add(number(counts.get(i)) + " " + LEVELS.get(i));
            }
        }
        return String.join(", ", named);
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    /** Formats the duration between two times; never negative. */
    static String age(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < MINUTES_SHOWN) {
            return seconds + " s";
        } else if (seconds < MINUTES_SHOWN * 60L) {
            return seconds / 60 + " min";
        }
        long hours = seconds / 3600;
        return hours < HOURS_SHOWN ? hours + " h" : hours / 24 + " d";
    }

    /** Adds a machine-readable time, shown as the time since then. */
    static void ago(Html html, Instant then, Instant now) {
        stamp(html, then, age(then, now) + " ago");
    }

    static void stamp(Html html, Instant at, String text) {
        html.raw("<time datetime=\"").text(at.truncatedTo(ChronoUnit.SECONDS).toString());
        String whole = time(at);
        if (!text.equals(whole)) {
            html.raw("\" title=\"").text(whole);
        }
        html.raw("\">").text(text).raw("</time>");
    }

    static String state(RunState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** A symbol beside the word, for people who cannot tell the colours apart. */
    static String sign(RunState state) {
        return switch (state) {
            case ACTIVE -> "●";
            case FAILING -> "▲";
            case DEGRADED -> "◐";
            case STANDBY -> "◆";
            case STARTING -> "○";
        };
    }

    static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Do not split a surrogate pair.
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
