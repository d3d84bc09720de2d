package io.github.argusglue.core.plan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a guard delays.
 *
 * @param guard the guard
 * @param what what is delayed and why, for people
 * @param count how many
 * @param until when the first of them is due; null if they do not wait for time alone
 */
public record Hold(
        Guard guard, String what, int count, @Nullable Instant until) {
    private static final Pattern FIRST_NOUN = Pattern.compile("\\b(alert|closing|update|opening|incident)s\\b");

    /** Returns the hold as one line of text. */
    public String text() {
        String first = count == 1 ? ", until " : ", the first until ";
        String held = count == 1 ? FIRST_NOUN.matcher(what).replaceFirst("$1") : what;
        return count + " " + held + (until == null ? "" : first + until.truncatedTo(ChronoUnit.SECONDS));
    }

    Hold plus(Hold other) {
        Instant earliest = until == null || (other.until != null && other.until.isBefore(until)) ? other.until : until;
        return new Hold(guard, what, count + other.count, earliest);
    }

    /** The reasons for delays. */
    public enum Guard {
        /** A partial snapshot closes nothing. */
        PARTIAL_SNAPSHOT,
        /** An old snapshot closes nothing. */
        OLD_SNAPSHOT,
        /** Many ends at once need confirmation by a second snapshot. */
        MASS_CLOSE,
        /** Open for less than {@code open_after}. */
        OPEN_AFTER,
        /** Absent for less than {@code close_after}. */
        CLOSE_AFTER,
        /** The alert is suppressed in the source. */
        SUPPRESSED,
        /** The alert flaps. */
        FLAP,
        /** More severe alerts use up {@code max_open}. */
        MAX_OPEN,
        /** Too young for a synchronization that handles only older alerts. */
        MIN_AGE,
        /** Updated less than the update interval ago. */
        UPDATE_INTERVAL,
        /** Too many updates were sent in the last seconds. */
        UPDATE_PACE,
        /** Argus rejects it. */
        REFUSED,
        /** Created by another process, whose source may be ahead of ours: a second snapshot has to confirm it. */
        UNEXPLAINED,
        /** Another process with the same token did the opposite. */
        CONTESTED,
        /** A person reopened it after its alert had ended. */
        REOPENED
    }
}
