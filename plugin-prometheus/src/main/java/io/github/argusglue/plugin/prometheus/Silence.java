package io.github.argusglue.plugin.prometheus;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A silence in Alertmanager.
 *
 * @param active whether it is active or pending
 * @param startsAt start as it was written: a silence can be changed in place only with exactly the same start
 */
record Silence(String id, boolean active, String createdBy, String comment, String startsAt, Instant endsAt) {
    /**
     * End of the comment of each silence that argus-glue creates. Versions before 0.2 did not write the installation.
     */
    private static final Pattern MARK =
            Pattern.compile("\\[argus-glue (?:(?<installation>[0-9a-f]{16}) )?(?<source>\\S+) (?<key>\\S+)]\\s*$");

    /**
     * Identifies the creator of a silence and its alert.
     *
     * @param installation installation of argus-glue; empty in silences of old versions
     * @param source name of the source
     * @param key key of the alert
     */
    record Mark(String installation, String source, String key) {
        @Override
        public String toString() {
            return "[argus-glue " + installation + " " + source + " " + key + "]";
        }
    }

    /** Returns whether argus-glue created it, for any source. */
    boolean isFromArgus() {
        return mark().isPresent();
    }

    /** Returns its creator and alert; empty if argus-glue did not create it. */
    Optional<Mark> mark() {
        Matcher mark = MARK.matcher(comment);
        if (!mark.find()) {
            return Optional.empty();
        }
        String installation = mark.group("installation");
        return Optional.of(new Mark(installation == null ? "" : installation, mark.group("source"), mark.group("key")));
    }

    /** Returns the comment without the mark. */
    String text() {
        Matcher mark = MARK.matcher(comment);
        return (mark.find() ? comment.substring(0, mark.start()) : comment).strip();
    }
}
