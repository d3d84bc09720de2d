package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.shape.DesiredAck;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change to make in Argus, or one lookup that has to come before it. */
public sealed interface Action {

    /** Returns the order in which the executor runs actions, smallest first: opens by severity, closes, the rest. */
    int rank();

    /** Returns its alert; null for an incident without one. */
    @Nullable
    AlertId id();

    /** Returns the number of its incident; 0 if it does not exist yet. */
    long pk();

    /** Returns the incident as it should be; null if the action does not need it. */
    @Nullable
    DesiredIncident desired();

    /** Returns whether it is subject to the pace of updates. */
    default boolean isPaced() {
        return false;
    }

    /** Returns whether it changes something in Argus; otherwise it is a lookup. */
    default boolean isWrite() {
        return true;
    }

    /** Returns the kind of the action as one word. */
    String name();

    /** Returns one line that describes the action for people. */
    String describe();

    /** Returns whether it may change which incidents are open, or find out that they have changed. */
    default boolean opensOrCloses() {
        return true;
    }

    /** Records that Argus rejects it: it is not tried again for a while, or until the alert changes. */
    void recordRejected(Ledger ledger, Instant now);

    /** Records that its outcome is unknown: the incident is looked up before any other action on it. */
    void recordUnknownOutcome(Ledger ledger, Instant now);

    /** Passes the action to the method of the visitor for its kind. */
    <T> T accept(ActionVisitor<T> visitor);

    /**
     * Handles actions of each kind.
     *
     * @param <T> type of the result
     */
    interface ActionVisitor<T> {
        T create(Create action);

        T restart(Restart action);

        T investigate(Investigate action);

        T end(End action);

        T change(Change action);

        T lookUpAcks(LookUpAcks action);

        T ack(Ack action);

        T unack(Unack action);
    }

    /** Opens an incident for an alert that has none open. */
    sealed interface Opening extends Action permits Create, Restart {
        @Override
        DesiredIncident desired();

        @Override
        default AlertId id() {
            return desired().id();
        }

        @Override
        default void recordRejected(Ledger ledger, Instant now) {
            ledger.recordRejected(desired(), now);
        }
    }

    /** Is about the acknowledgements of an incident. */
    sealed interface AckAction extends Action permits LookUpAcks, Ack, Unack {
        @Override
        default boolean opensOrCloses() {
            return false;
        }

        @Override
        default @Nullable DesiredIncident desired() {
            return null;
        }

        @Override
        default void recordRejected(Ledger ledger, Instant now) {
            ledger.acks().recordRejected(pk(), now, Ledger.REJECTION_TIME);
            ledger.acks().requestLookup(pk());
        }

        @Override
        default void recordUnknownOutcome(Ledger ledger, Instant now) {
            ledger.lostWrites().recordWrite(pk(), now);
            ledger.acks().requestLookup(pk());
        }
    }

    /**
     * Creates an incident.
     *
     * @param lost id of another incident that an earlier create of this alert may have created, to be looked for first;
     *     null for none
     */
    record Create(
            DesiredIncident desired,
            String sourceIncidentId,
            @Nullable String lost) implements Opening {
        @Override
        public int rank() {
            return desired.level();
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
            return "open '" + sourceIncidentId + "' (level " + desired.level() + "): " + desired.description();
        }

        @Override
        public void recordUnknownOutcome(Ledger ledger, Instant now) {
            ledger.lostWrites().recordCreate(id(), sourceIncidentId, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.create(this);
        }
    }

    /** Restarts an ended incident. */
    record Restart(DesiredIncident desired, long pk, String sourceIncidentId, Instant at, String reason)
            implements Opening {
        @Override
        public int rank() {
            return desired.level();
        }

        @Override
        public String name() {
            return "restart";
        }

        @Override
        public String describe() {
            return "restart incident " + pk + " of '" + desired.id() + "': " + reason;
        }

        @Override
        public void recordUnknownOutcome(Ledger ledger, Instant now) {
            ledger.recordLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.restart(this);
        }
    }

    /** Looks up who ended an alert's last incident, before anything else is decided about the alert. */
    record Investigate(DesiredIncident desired, ClosedIncident record) implements Action {
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
        public boolean isWrite() {
            return false;
        }

        @Override
        public String name() {
            return "look";
        }

        @Override
        public String describe() {
            return "look up who closed incident " + record.pk() + " of '" + desired.id() + "'";
        }

        @Override
        public void recordRejected(Ledger ledger, Instant now) {
            ledger.recordRejected(desired, now);
        }

        @Override
        public void recordUnknownOutcome(Ledger ledger, Instant now) {
            // A lookup changes nothing.
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.investigate(this);
        }
    }

    /**
     * Ends an incident.
     *
     * @param unlessReopenedAfter the incident's log is read first, and it stays open if a person reopened it after this
     *     time and nobody has closed it since; null if this need not be checked
     */
    record End(
            @Nullable AlertId id,
            long pk,
            String sourceIncidentId,
            Instant at,
            String reason,
            @Nullable Instant unlessReopenedAfter)
            implements Action {
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

        @Override
        public @Nullable DesiredIncident desired() {
            return null;
        }

        @Override
        public void recordRejected(Ledger ledger, Instant now) {
            ledger.recordRejectedEnd(pk, now);
        }

        @Override
        public void recordUnknownOutcome(Ledger ledger, Instant now) {
            ledger.recordLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.end(this);
        }
    }

    /** Looks up who has acknowledged an incident; the incident itself shows only that somebody has. */
    record LookUpAcks(AlertId id, long pk) implements AckAction {
        @Override
        public int rank() {
            return 13;
        }

        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public String name() {
            return "look";
        }

        @Override
        public String describe() {
            return "look up who acknowledged incident " + pk + " of '" + id + "'";
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.lookUpAcks(this);
        }
    }

    /**
     * Acknowledges an incident, or changes the expiration of our acknowledgement.
     *
     * @param ackPk number of the acknowledgement to change; 0 for a new one
     */
    record Ack(AlertId id, long pk, long ackPk, DesiredAck ack) implements AckAction {
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
            return (ackPk == 0
                            ? "acknowledge incident "
                            : "change the expiration of the acknowledgement of" + " incident ")
                    + pk
                    + " ('" + id + "')" + end + ": " + ack.description();
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.ack(this);
        }
    }

    /** Withdraws our acknowledgements. */
    record Unack(AlertId id, long pk, List<Long> acks) implements AckAction {
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
            return "withdraw our acknowledgement of incident " + pk + " ('" + id
                    + "'): no longer acknowledged in the source";
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.unack(this);
        }
    }

    /** Changes fields of an incident. */
    record Change(DesiredIncident desired, long pk, String sourceIncidentId, IncidentChange change) implements Action {
        @Override
        public boolean isPaced() {
            return change.level() == null;
        }

        @Override
        public int rank() {
            return change.level() != null ? 15 : 20;
        }

        @Override
        public boolean opensOrCloses() {
            return false;
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

        @Override
        public void recordRejected(Ledger ledger, Instant now) {
            ledger.recordRejected(desired, now);
        }

        @Override
        public void recordUnknownOutcome(Ledger ledger, Instant now) {
            ledger.recordLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> visitor) {
            return visitor.change(this);
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
