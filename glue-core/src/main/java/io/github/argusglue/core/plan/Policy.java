package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.CloseBudget;
import java.time.Duration;

/**
 * The settings of the operator that a plan needs, and the abilities of the server.
 *
 * @param respectPersonClose whether an alert stays quiet after a person closed its incident while it was open, until it
 *     has cleared and come back
 * @param personCloseHolds how long an alert stays quiet at most if its start does not show whether it is the same
 *     occurrence
 * @param reopenWithin how long after its end an incident is restarted if its alert returns
 * @param closeUnknown whether unrecognized open incidents are ended
 * @param updateInterval minimum time between two updates of one incident, except changes of level
 * @param closeBudget how many incidents may end because of absence alone before a later snapshot has to confirm it
 * @param maxSnapshotAge an older snapshot closes nothing
 * @param confirmAfter minimum time between the first snapshot without an alert and the one that confirms it
 * @param minAge younger alerts and incidents are skipped; zero for none
 * @param canRestart whether the server supports RES
 * @param floodLimits limits for alert storms
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
        FloodLimits floodLimits) {

    /** The documented defaults, with a current server. */
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

    /** Returns a copy that opens and closes nothing before a minimum time. */
    public Policy withMinimumDelay(Duration least) {
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
                floodLimits.withMinimum(least));
    }

    /** Returns a copy for a server that supports RES, or does not. */
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
                floodLimits);
    }
}
