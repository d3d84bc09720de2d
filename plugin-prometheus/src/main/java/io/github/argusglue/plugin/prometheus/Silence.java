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
    /** At the end of the comment of each silence that argus-glue makes; before 0.2 without the installation. */
    private static final Pattern MARK =
            Pattern.compile("\\[argus-glue (?:(?<installation>[0-9a-f]{16}) )?(?<source>\\S+) (?<key>\\S+)]\\s*$");

    /**
     * Who has made a silence, and for which alert.
     *
     * @param installation of argus-glue; empty in silences of versions that did not say
     * @param source its name there
     * @param key of the alert
     */
    record Mark(String installation, String source, String key) {
        @Override
        public String toString() {
            return "[argus-glue " + installation + " " + source + " " + key + "]";
        }
    }

    /** Tells whether argus-glue made it, for whatever source. */
    boolean isMadeOfAck() {
        return mark().isPresent();
    }

    /** Returns who has made it and for which alert; empty if it was not argus-glue. */
    Optional<Mark> mark() {
        Matcher mark = MARK.matcher(comment);
        if (!mark.find()) {
            return Optional.empty();
        }
        String installation = mark.group("installation");
        return Optional.of(new Mark(installation == null ? "" : installation, mark.group("source"), mark.group("key")));
    }

    /** Returns what stands before the mark. */
    String text() {
        Matcher mark = MARK.matcher(comment);
        return (mark.find() ? comment.substring(0, mark.start()) : comment).strip();
    }
}
