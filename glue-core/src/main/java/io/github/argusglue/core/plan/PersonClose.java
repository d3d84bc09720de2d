package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;

/**
 * Decides what a person's close means for an alert that is open in the source: the closed occurrence stays quiet, a
 * later one is opened.
 */
final class PersonClose {
    private final Policy policy;
    private final Desired snapshot;

    PersonClose(Policy policy, Desired snapshot) {
        this.policy = policy;
        this.snapshot = snapshot;
    }

    /** The decision. */
    enum CloseDecision {
        QUIET,
        NEW_OCCURRENCE,
        HELD_LONG_ENOUGH
    }

    CloseDecision verdict(AlertId id, ClosedIncident closed) {
        if (id.isUnique()) {
            return CloseDecision.QUIET;
        } else if (snapshot.startsAreStable() && !ReservedKeys.isReserved(id.key())) {
            return isLater(id, closed) ? CloseDecision.NEW_OCCURRENCE : CloseDecision.QUIET;
        }
        // By the time of the snapshot: an old snapshot does not show that the alert is still open.
        boolean over = !closed.endedAt().plus(policy.personCloseHolds()).isAfter(snapshot.takenAt());
        return over ? CloseDecision.HELD_LONG_ENOUGH : CloseDecision.QUIET;
    }

    /** The start of the closed incident may be after its close if the clocks of the source and Argus differ. */
    private static boolean isLater(AlertId id, ClosedIncident closed) {
        return id.startedAt()
                .map(start -> start.isAfter(closed.endedAt()) && !IncidentIds.isIdUsedBy(id, closed.sourceIncidentId()))
                .orElse(false);
    }

    /** Returns the reason for reopening, for the incident's log. */
    String reasonForReopening() {
        return "still open in the source " + format(policy.personCloseHolds())
                + " after it was closed by a person ('person_close_holds')";
    }

    private static String format(Duration duration) {
        return duration.toMinutes() % 60 == 0 ? duration.toHours() + " h" : HoldTracker.format(duration);
    }
}
