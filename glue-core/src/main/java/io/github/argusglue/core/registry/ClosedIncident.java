package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.IncidentIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last incident of an alert, which is closed.
 *
 * @param pk number of the incident
 * @param sourceIncidentId its id, which cannot be used for another incident
 * @param endedAt when it ended
 * @param by who ended it
 * @param scope scope of the alert; null if it has none, or if it is not known
 */
public record ClosedIncident(
        long pk,
        String sourceIncidentId,
        Instant endedAt,
        By by,
        @Nullable String scope) {

    /** Creates one whose scope is not known. */
    public ClosedIncident(long pk, String sourceIncidentId, Instant endedAt, By by) {
        this(pk, sourceIncidentId, endedAt, by, null);
    }

    /** Returns the closed incident that Argus has shown. */
    public static ClosedIncident of(Incident incident, Instant endedAt, By by) {
        return new ClosedIncident(
                incident.pk(), incident.sourceIncidentId(), endedAt, by, IncidentIds.scopeOf(incident.metadata()));
    }

    /** Returns a copy that somebody else ended. */
    ClosedIncident by(By other) {
        return new ClosedIncident(pk, sourceIncidentId, endedAt, other, scope);
    }

    /** Returns whether this incident has another end than known: it was open again in between. */
    boolean hasOtherEnd(long incident, Instant at) {
        return pk == incident && !endedAt.truncatedTo(ChronoUnit.MICROS).equals(at.truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Returns whether another end of the same alert is later than this one. A close by a person is not replaced by the
     * end of an incident that started before the close: that is usually a duplicate that we ended.
     */
    boolean isOlderThan(Incident incident, Instant end) {
        return hasOtherEnd(incident.pk(), end)
                || (pk != incident.pk()
                        && end.isAfter(endedAt)
                        && (by != By.PERSON || incident.startTime().isAfter(endedAt)));
    }

    /** Who ended it. */
    public enum By {
        /** The source: argus-glue, or an earlier glue service with the same token. */
        SOURCE,
        /** A person, in Argus. */
        PERSON,
        /** Not looked up yet; the incident's log shows it. */
        UNKNOWN
    }
}
