package io.github.argusglue.core.shape;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a source with incidents as they should be in Argus.
 *
 * @param incidents one for each alert to be shown; an unchanged alert has the same object as in the last snapshot
 * @param endings alerts that have ended, as the source or its adapter stated in this snapshot or an earlier one
 * @param stated those of the endings that this snapshot states
 * @param completeness for which alerts absence means that they have ended
 * @param number number of the snapshot, ascending
 * @param takenAt when it was requested
 * @param steadyAt when it was requested by a clock that is never set; used for durations
 * @param dropped open alerts that are treated as ended
 * @param kept absent alerts whose incidents stay open because the alerts flap
 * @param leftOut problems of the source that are not shown: what the adapter did not report, and what is dropped here
 * @param startsAreStable whether the start of an alert stays the same while it lasts, so that a later start is another
 *     occurrence
 */
public record Desired(
        List<DesiredIncident> incidents,
        List<Ending> endings,
        List<Ending> stated,
        Completeness completeness,
        long number,
        Instant takenAt,
        Instant steadyAt,
        List<Dropped> dropped,
        List<KeptOpen> kept,
        LeftOut leftOut,
        boolean startsAreStable) {

    /** Returns whether the absence of any alert means that it has ended. */
    public boolean isComplete() {
        return completeness.isWhole();
    }

    /** Returns whether the absence of an alert of a scope means that it has ended; null for alerts without a scope. */
    public boolean covers(@Nullable String scope) {
        return completeness.covers(scope);
    }

    /** Returns whether an alert is certainly of an earlier occurrence than another one with the same key. */
    public boolean isEarlier(AlertId one, AlertId other) {
        Instant start = one.startedAt().orElse(null);
        Instant later = other.startedAt().orElse(null);
        return startsAreStable && start != null && later != null && start.isBefore(later);
    }

    /** Returns a copy with the endings in force, including those of earlier snapshots. */
    public Desired withEndings(List<Ending> inForce) {
        return new Desired(
                incidents,
                inForce,
                stated,
                completeness,
                number,
                takenAt,
                steadyAt,
                dropped,
                kept,
                leftOut,
                startsAreStable);
    }

    /** Returns a copy whose starts are stable, or not. */
    public Desired withStableStarts(boolean stable) {
        return stable == startsAreStable
                ? this
                : new Desired(
                        incidents,
                        endings,
                        stated,
                        completeness,
                        number,
                        takenAt,
                        steadyAt,
                        dropped,
                        kept,
                        leftOut,
                        stable);
    }

    /** Returns a copy that was requested at another time of the clock that is never set. */
    public Desired withSteadyTime(Instant steady) {
        return new Desired(
                incidents,
                endings,
                stated,
                completeness,
                number,
                takenAt,
                steady,
                dropped,
                kept,
                leftOut,
                startsAreStable);
    }

    /**
     * An open alert that is treated as ended.
     *
     * @param id of the alert
     * @param word why, as the reason in {@link LeftOut}
     * @param reason why, for the log of its incident
     * @param description what it is, for people
     */
    public record Dropped(AlertId id, String word, String reason, String description) {
        /** Returns what it is and why it is dropped, one line for people. */
        String explanation() {
            return description.isEmpty() ? reason : description + ": " + reason;
        }
    }

    /**
     * A flapping alert that is absent now.
     *
     * @param key of the alert
     * @param since since when it has been absent
     * @param until when its incident may be ended if it does not return
     */
    public record KeptOpen(AlertKey key, Instant since, Instant until) {}
}
