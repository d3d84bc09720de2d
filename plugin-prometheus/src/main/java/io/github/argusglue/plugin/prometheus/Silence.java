package io.github.argusglue.plugin.prometheus;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A silence in Alertmanager.
 *
 * @param active whether it silences now, or is going to
 * @param startsAt as it was written, since only the very same one lets a silence be changed in place
 */
record Silence(String id, boolean active, String createdBy, String comment, String startsAt, Instant endsAt) {
    /** At the end of the comment of each silence that argus-glue makes: which source's, and for which alert. */
    private static final Pattern MARKER = Pattern.compile("\\[argus-glue (?<source>\\S+) (?<key>\\S+)]\\s*$");

    static String marker(String source, String key) {
        return "[argus-glue " + source + " " + key + "]";
    }

    /** Tells whether argus-glue made it, for whatever source. */
    boolean isMadeOfAck() {
        return MARKER.matcher(comment).find();
    }

    /** Returns the key of the alert that a source made it for; empty if that source did not make it. */
    Optional<String> keyOf(String source) {
        Matcher marker = MARKER.matcher(comment);
        return marker.find() && marker.group("source").equals(source)
                ? Optional.of(marker.group("key"))
                : Optional.empty();
    }
}
