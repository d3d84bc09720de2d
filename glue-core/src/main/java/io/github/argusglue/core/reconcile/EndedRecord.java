package io.github.argusglue.core.reconcile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That an alert's last incident is closed, and by whom.
 *
 * @param pk the incident
 * @param sourceIncidentId its id, which can never be posted again
 * @param endedAt when it ended
 * @param by who ended it
 */
public record EndedRecord(long pk, String sourceIncidentId, Instant endedAt, By by) {

    /** Tells whether an incident is this one and ended at another time: it was open again in between. */
    public boolean isOtherEndOf(long incident, Instant at) {
        return pk == incident && !endedAt.truncatedTo(ChronoUnit.MICROS).equals(at.truncatedTo(ChronoUnit.MICROS));
    }

    /** Who ended it. */
    public enum By {
        /** The source: we, or the glue service before us with the same token. */
        SOURCE,
        /** A person, in Argus. */
        PERSON,
        /** Not looked up; its log tells. */
        UNKNOWN
    }
}
