package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.reconcile.EndedRecord;

/** What became of an action. */
sealed interface Outcome {

    /** The incident is open now: made, restarted, or found open already. */
    record Open(Incident incident, boolean found) implements Outcome {}

    /** The incident was changed. */
    record Changed(Incident incident) implements Outcome {}

    /** The incident is closed: ended by us just now, or found so. */
    record Closed(EndedRecord record, boolean found) implements Outcome {}
}
