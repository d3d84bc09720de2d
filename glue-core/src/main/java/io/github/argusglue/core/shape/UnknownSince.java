package io.github.argusglue.core.shape;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The mark in an incident's description while it is not known whether the alert is still open. */
public final class UnknownSince {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String END = " UTC)";
    private static final Pattern MARK =
            Pattern.compile("\\(state unknown since [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC\\)$");

    private UnknownSince() {}

    /** Returns whether a description has the mark. */
    public static boolean isMarked(String description) {
        return description.endsWith(END) && MARK.matcher(description).find();
    }

    /** Returns a description with the mark, within the limits of Argus. */
    public static String append(String description, Instant since) {
        String mark = "(state unknown since " + MINUTES.format(since) + ")";
        String room = new TextLimits(warning -> {})
                .fit("description", description, ArgusLimits.MAX_DESCRIPTION - mark.length() - 1);
        return room.isEmpty() ? mark : room + " " + mark;
    }
}
