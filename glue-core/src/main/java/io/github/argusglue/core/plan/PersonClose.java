package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;

/**
 * Says what the close of a person means for an alert that is open in the source: the occurrence that was closed stays
 * quiet, a later one is opened.
 */
final class PersonClose {
    private final Policy policy;
    private final Desired snapshot;

    PersonClose(Policy policy, Desired snapshot) {
        this.policy = policy;
        this.snapshot = snapshot;
    }

    /** What to do. */
    enum Verdict {
        QUIET,
        NEW_OCCURRENCE,
        HELD_LONG_ENOUGH
    }

    Verdict verdict(AlertId id, ClosedIncident closed) {
        if (id.isUnique()) {
            return Verdict.QUIET;
        } else if (snapshot.startsAreStable() && !ReservedKeys.isReserved(id.key())) {
            return isLater(id, closed) ? Verdict.NEW_OCCURRENCE : Verdict.QUIET;
        }
        // By the snapshot's time, not by ours: an old snapshot does not say that the alert is still open.
        boolean over = !closed.endedAt().plus(policy.personCloseHolds()).isAfter(snapshot.takenAt());
        return over ? Verdict.HELD_LONG_ENOUGH : Verdict.QUIET;
    }

    /** The closed incident's own start may lie after its close, where the clocks of source and Argus differ. */
    private static boolean isLater(AlertId id, ClosedIncident closed) {
        return id.startedAt()
                .map(start -> start.isAfter(closed.endedAt()) && !IncidentIds.isIdUsedBy(id, closed.sourceIncidentId()))
                .orElse(false);
    }

    /** Returns why an alert is opened again, for the log that people read. */
    String reasonForReopening() {
        return "still open in the source " + words(policy.personCloseHolds())
                + " after it was closed by a person ('person_close_holds')";
    }

    private static String words(Duration duration) {
        return duration.toMinutes() % 60 == 0 ? duration.toHours() + " h" : HoldTracker.words(duration);
    }
}
