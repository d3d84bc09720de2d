package io.github.argusglue.core.reconcile;

import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to be done in Argus. */
public sealed interface Action {

    /** Order in which the executor takes actions, smallest first: openings by severity, closings, the rest. */
    int rank();

    /** Returns the alert it is about; null for an incident that stands for none. */
    @Nullable
    AlertId id();

    /** Returns the incident it is about; 0 if there is none so far. */
    long pk();

    /** Returns the kind of action in one word. */
    String name();

    /** Returns one line for people: what is done. */
    String describe();

    /** Makes an incident. */
    record Create(DesiredIncident desired, NewIncident body) implements Action {
        @Override
        public int rank() {
            return body.level();
        }

        @Override
        public AlertId id() {
            return desired.id();
        }

        @Override
        public long pk() {
            return 0;
        }

        @Override
        public String name() {
            return "open";
        }

        @Override
        public String describe() {
            return "open '" + body.sourceIncidentId() + "' (level " + body.level() + "): " + body.description();
        }
    }

    /** Opens an ended incident again. */
    record Restart(DesiredIncident desired, long pk, Instant at, String reason) implements Action {
        @Override
        public int rank() {
            return desired.level();
        }

        @Override
        public AlertId id() {
            return desired.id();
        }

        @Override
        public String name() {
            return "restart";
        }

        @Override
        public String describe() {
            return "restart incident " + pk + " of '" + desired.id() + "': " + reason;
        }
    }

    /** Finds out who ended an alert's last incident; nothing else can be decided about the alert before. */
    record Investigate(DesiredIncident desired, EndedRecord record) implements Action {
        @Override
        public int rank() {
            return desired.level();
        }

        @Override
        public AlertId id() {
            return desired.id();
        }

        @Override
        public long pk() {
            return record.pk();
        }

        @Override
        public String name() {
            return "look";
        }

        @Override
        public String describe() {
            return "look up who closed incident " + record.pk() + " of '" + desired.id() + "'";
        }
    }

    /** Ends an incident. */
    record End(@Nullable AlertId id, long pk, String sourceIncidentId, Instant at, String reason) implements Action {
        @Override
        public int rank() {
            return 10;
        }

        @Override
        public String name() {
            return "end";
        }

        @Override
        public String describe() {
            return "end incident " + pk + " ('" + sourceIncidentId + "'): " + reason;
        }
    }

    /** Finds out who has acknowledged an incident; an incident itself tells only that somebody has. */
    record LookAtAcks(AlertId id, long pk) implements Action {
        @Override
        public int rank() {
            return 13;
        }

        @Override
        public String name() {
            return "look";
        }

        @Override
        public String describe() {
            return "look up who acknowledged incident " + pk + " of '" + id + "'";
        }
    }

    /**
     * Acknowledges an incident, or gives an acknowledgement of ours another end.
     *
     * @param ackPk the one that gets another end; 0 for a new one
     */
    record Ack(AlertId id, long pk, long ackPk, DesiredAck ack) implements Action {
        @Override
        public int rank() {
            return 14;
        }

        @Override
        public String name() {
            return "ack";
        }

        @Override
        public String describe() {
            String end = ack.until() == null ? "" : " until " + ack.until();
            return (ackPk == 0 ? "acknowledge incident " : "change the end of the acknowledgement of incident ") + pk
                    + " ('" + id + "')" + end + ": " + ack.description();
        }
    }

    /** Takes acknowledgements of ours back. */
    record Unack(AlertId id, long pk, List<Long> acks) implements Action {
        @Override
        public int rank() {
            return 14;
        }

        @Override
        public String name() {
            return "unack";
        }

        @Override
        public String describe() {
            return "take back our acknowledgement of incident " + pk + " ('" + id
                    + "'): it is not acknowledged in the source any more";
        }
    }

    /** Changes fields of an incident. */
    record Change(DesiredIncident desired, long pk, IncidentChange change) implements Action {
        @Override
        public int rank() {
            return change.level() != null ? 15 : 20;
        }

        @Override
        public AlertId id() {
            return desired.id();
        }

        @Override
        public String name() {
            return "update";
        }

        @Override
        public String describe() {
            return "update incident " + pk + " ('" + desired.id() + "'): " + fields();
        }

        private String fields() {
            StringBuilder fields = new StringBuilder();
            note(fields, "level", change.level());
            note(fields, "description", change.description());
            note(fields, "tags", change.tags());
            note(fields, "details_url", change.detailsUrl());
            note(fields, "ticket_url", change.ticketUrl());
            note(fields, "metadata", change.metadata());
            return fields.toString();
        }

        private static void note(StringBuilder fields, String name, @Nullable Object value) {
            if (value != null) {
                fields.append(fields.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(" = ")
                        .append(value);
            }
        }
    }
}
