package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
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
public record ClosedIncident(long pk, String sourceIncidentId, Instant endedAt, By by) {

    /** Tells whether an incident is this one and ended at another time: it was open again in between. */
    public boolean isOtherEndOf(long incident, Instant at) {
        return pk == incident && !endedAt.truncatedTo(ChronoUnit.MICROS).equals(at.truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Tells whether another end of the same alert is the later one, and so its last word. A person's close stands
     * against the end of an incident that had begun before it: most often a duplicate that we ended.
     */
    boolean isOlderThan(Incident incident, Instant end) {
        return isOtherEndOf(incident.pk(), end)
                || (pk != incident.pk()
                        && end.isAfter(endedAt)
                        && (by != By.PERSON || incident.startTime().isAfter(endedAt)));
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
