package io.github.argusglue.core.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a guard makes wait.
 *
 * @param guard which one
 * @param what it makes wait and why, for people
 * @param count how many
 * @param until when the first of them is due; null if it is not time alone that they wait for
 */
public record Hold(
        Guard guard, String what, int count, @Nullable Instant until) {

    /** Returns it on one line. */
    public String text() {
        String first = count == 1 ? ", until " : ", the first until ";
        return count + " " + what + (until == null ? "" : first + until.truncatedTo(ChronoUnit.SECONDS));
    }

    Hold plus(Hold other) {
        Instant earliest = until == null || (other.until != null && other.until.isBefore(until)) ? other.until : until;
        return new Hold(guard, what, count + other.count, earliest);
    }

    /** What makes something wait. */
    public enum Guard {
        /** A snapshot that is not complete closes nothing. */
        PARTIAL_SNAPSHOT,
        /** Nor does an old one. */
        OLD_SNAPSHOT,
        /** Many endings at once need a second snapshot. */
        MASS_CLOSE,
        /** Not seen open for long enough. */
        OPEN_AFTER,
        /** Not absent for long enough. */
        CLOSE_AFTER,
        /** Comes and goes all the time. */
        FLAP,
        /** More severe ones are shown. */
        MAX_OPEN,
        /** Too young for a synchronisation that looks at old ones only. */
        MIN_AGE,
        /** Changed less than a moment ago. */
        UPDATE_INTERVAL,
        /** So many were changed already in the last seconds. */
        UPDATE_PACE,
        /** Argus refuses it. */
        REFUSED,
        /** Made by another process, which may know better: a second snapshot has to agree. */
        STRANGER,
        /** Another process with the same token does the opposite. */
        CONTESTED,
        /** A person has reopened it after its alert was over. */
        REOPENED
    }
}
