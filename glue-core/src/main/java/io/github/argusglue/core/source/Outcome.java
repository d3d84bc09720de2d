package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.reconcile.EndedRecord;
import java.util.List;

/** What became of an action. */
sealed interface Outcome {

    /** The incident is open now: made, restarted, or found open already. */
    record Open(Incident incident, boolean found) implements Outcome {}

    /** The incident was changed. */
    record Changed(Incident incident) implements Outcome {}

    /** The incident is acknowledged by us. */
    record Acked(IncidentAck ack) implements Outcome {}

    /** Acknowledgements of ours are taken back. */
    record Unacked(List<Long> acks) implements Outcome {}

    /** Who has acknowledged the incident. */
    record Acks(List<IncidentAck> acks) implements Outcome {}

    /** The incident is closed: ended by us just now, or found so. */
    record Closed(EndedRecord record, boolean found) implements Outcome {}
}
