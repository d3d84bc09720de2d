package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.CloseBudget;
import java.time.Duration;

/**
 * What the operator wants, and what the server can do.
 *
 * @param respectPersonClose whether an alert stays quiet that a person closed while it was open, until it has cleared
 *     and come back
 * @param personCloseHolds how long an alert stays quiet at most that a person closed and whose start does not tell
 *     whether it is the same occurrence
 * @param reopenWithin how long after our own end a key that comes back restarts its incident
 * @param closeUnknown whether open incidents are ended that nobody recognises
 * @param updateInterval how often one incident is updated at most, a change of level excepted
 * @param closeBudget how many incidents may end for no other reason than absence before a later snapshot has to agree
 * @param maxSnapshotAge past this age a snapshot no longer closes anything
 * @param confirmAfter how long after a first snapshot a second one has to come to confirm that an alert is gone
 * @param minAge alerts and incidents that are younger are left alone; zero for none
 * @param canRestart whether the server takes RES
 * @param storm how much reaches Argus when there is very much
 */
public record Policy(
        boolean respectPersonClose,
        Duration personCloseHolds,
        Duration reopenWithin,
        boolean closeUnknown,
        Duration updateInterval,
        CloseBudget closeBudget,
        Duration maxSnapshotAge,
        Duration confirmAfter,
        Duration minAge,
        boolean canRestart,
        FloodLimits storm) {

    /** The documented defaults, on a current server. */
    public static final Policy DEFAULT = new Policy(
            true,
            Duration.ofDays(1),
            Duration.ofMinutes(15),
            false,
            Duration.ofMinutes(1),
            new CloseBudget(1, 30, Duration.ofMinutes(15)),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ZERO,
            true,
            FloodLimits.OFF);

    /** Returns a copy that opens and closes nothing before so much time has passed. */
    public Policy waiting(Duration least) {
        return new Policy(
                respectPersonClose,
                personCloseHolds,
                reopenWithin,
                closeUnknown,
                updateInterval,
                closeBudget,
                maxSnapshotAge,
                confirmAfter,
                minAge,
                canRestart,
                storm.waiting(least));
    }

    /** Returns a copy for a server that takes RES, or does not. */
    public Policy withRestart(boolean canRestart) {
        return new Policy(
                respectPersonClose,
                personCloseHolds,
                reopenWithin,
                closeUnknown,
                updateInterval,
                closeBudget,
                maxSnapshotAge,
                confirmAfter,
                minAge,
                canRestart,
                storm);
    }
}
