package io.github.argusglue.core.shape;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a source, made ready for Argus.
 *
 * @param incidents one for each alert that is to be shown; an unchanged alert has the same object as in the last one
 * @param endings alerts that are over by the word of the source or its adapter, said in this snapshot or an earlier one
 * @param said those of the endings that this very snapshot says
 * @param partialReason why absence means nothing; null if the snapshot is complete
 * @param number of the snapshot, growing
 * @param takenAt when it was asked for
 * @param steadyAt the same by a clock that nobody sets: for how long something lasts
 * @param dropped alerts that are open and that a rule does not want to be shown
 * @param kept alerts that are gone and whose incidents are to stay open all the same, since they come and go
 * @param startsAreStable whether an alert's start stays the same while it lasts, so that a later one is another
 *     occurrence
 */
public record Desired(
        List<DesiredIncident> incidents,
        List<Ending> endings,
        List<Ending> said,
        @Nullable String partialReason,
        long number,
        Instant takenAt,
        Instant steadyAt,
        List<Dropped> dropped,
        List<Kept> kept,
        boolean startsAreStable) {

    /** Makes a snapshot from which nothing is dropped, in which nothing is kept, and whose starts may move. */
    public Desired(
            List<DesiredIncident> incidents,
            List<Ending> endings,
            @Nullable String partialReason,
            long number,
            Instant takenAt) {
        this(incidents, endings, endings, partialReason, number, takenAt, takenAt, List.of(), List.of(), false);
    }

    /** Tells whether an alert's absence means that it is over. */
    public boolean isComplete() {
        return partialReason == null;
    }

    /** Tells whether an alert is known to be of an earlier occurrence than another one with the same key. */
    public boolean isEarlier(AlertId one, AlertId other) {
        Instant start = one.startedAt().orElse(null);
        Instant later = other.startedAt().orElse(null);
        return startsAreStable && start != null && later != null && start.isBefore(later);
    }

    /** Returns a copy with the endings that are in force, those of earlier snapshots among them. */
    public Desired withEndings(List<Ending> inForce) {
        return new Desired(
                incidents, inForce, said, partialReason, number, takenAt, steadyAt, dropped, kept, startsAreStable);
    }

    /** Returns a copy whose starts are stable, or not. */
    public Desired withStableStarts(boolean stable) {
        return stable == startsAreStable
                ? this
                : new Desired(
                        incidents, endings, said, partialReason, number, takenAt, steadyAt, dropped, kept, stable);
    }

    /** Returns a copy that was asked for at another time by the clock that nobody sets. */
    public Desired withSteadyTime(Instant steady) {
        return new Desired(
                incidents, endings, said, partialReason, number, takenAt, steady, dropped, kept, startsAreStable);
    }

    /**
     * An alert that is not to be shown.
     *
     * @param id of the alert
     * @param rule that says so
     */
    public record Dropped(AlertId id, String rule) {}

    /**
     * An alert that comes and goes, and is gone now.
     *
     * @param slot of the alert
     * @param since when it was missed
     * @param until when its incident may be ended if it does not come back
     */
    public record Kept(AlertKey slot, Instant since, Instant until) {}
}
