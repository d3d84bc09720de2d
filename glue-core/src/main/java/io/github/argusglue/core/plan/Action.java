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

/** One thing to be done in Argus. */
public sealed interface Action {

    /** Order in which the executor takes actions, smallest first: openings by severity, closings, the rest. */
    int rank();

    /** Returns the alert it is about; null for an incident that stands for none. */
    @Nullable
    AlertId id();

    /** Returns the incident it is about; 0 if there is none so far. */
    long pk();

    /** Returns what the alert is to look like; null if the action is about something else. */
    @Nullable
    DesiredIncident desired();

    /** Tells whether it has to wait its turn when there are very many of its kind. */
    default boolean isPaced() {
        return false;
    }

    /** Tells whether it changes something in Argus; else it is a look. */
    default boolean isWrite() {
        return true;
    }

    /** Returns the kind of action in one word. */
    String name();

    /** Returns one line for people: what is done. */
    String describe();

    /** Tells whether it may change which incidents are open, or find out that they are others. */
    default boolean opensOrCloses() {
        return true;
    }

    /** Notes that Argus refuses it: it is not tried again for a while, or until the alert asks for something else. */
    void noteRefused(Ledger ledger, Instant now);

    /** Notes that it may have been done: what came of it is looked at before anything else is done. */
    void noteUnknown(Ledger ledger, Instant now);

    /** Hands it to a handler, as what it is. */
    <T> T accept(ActionVisitor<T> handler);

    /**
     * Knows what to do with an action of each kind.
     *
     * @param <T> what comes out
     */
    interface ActionVisitor<T> {
        T create(Create action);

        T restart(Restart action);

        T investigate(Investigate action);

        T end(End action);

        T change(Change action);

        T lookAtAcks(LookAtAcks action);

        T ack(Ack action);

        T unack(Unack action);
    }

    /** What opens an incident for an alert that has none open. */
    sealed interface Opening extends Action permits Create, Restart {
        @Override
        DesiredIncident desired();

        @Override
        default AlertId id() {
            return desired().id();
        }

        @Override
        default void noteRefused(Ledger ledger, Instant now) {
            ledger.noteRefused(desired(), now);
        }
    }

    /** What is about an incident's acknowledgements. */
    sealed interface OfAcks extends Action permits LookAtAcks, Ack, Unack {
        @Override
        default boolean opensOrCloses() {
            return false;
        }

        @Override
        default @Nullable DesiredIncident desired() {
            return null;
        }

        @Override
        default void noteRefused(Ledger ledger, Instant now) {
            ledger.acks().noteRefused(pk(), now, Ledger.REFUSAL_HOLDS);
            ledger.acks().want(pk());
        }

        @Override
        default void noteUnknown(Ledger ledger, Instant now) {
            ledger.lost().write(pk(), now);
            ledger.acks().want(pk());
        }
    }

    /**
     * Makes an incident.
     *
     * @param lost the id of another one that a create of this alert may have made, to be looked for first; null for
     *     none
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
        public void noteUnknown(Ledger ledger, Instant now) {
            ledger.lost().create(id(), sourceIncidentId, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.create(this);
        }
    }

    /** Opens an ended incident again. */
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
        public void noteUnknown(Ledger ledger, Instant now) {
            ledger.noteLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.restart(this);
        }
    }

    /** Finds out who ended an alert's last incident; nothing else can be decided about the alert before. */
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
        public void noteRefused(Ledger ledger, Instant now) {
            ledger.noteRefused(desired, now);
        }

        @Override
        public void noteUnknown(Ledger ledger, Instant now) {
            // A look changes nothing.
        }

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.investigate(this);
        }
    }

    /**
     * Ends an incident.
     *
     * @param unlessReopenedAfter its log is read first, and it stays open if a person has reopened it after this and
     *     nobody has closed it since; null if that need not be asked
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
        public void noteRefused(Ledger ledger, Instant now) {
            ledger.noteRefusedEnd(pk, now);
        }

        @Override
        public void noteUnknown(Ledger ledger, Instant now) {
            ledger.noteLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.end(this);
        }
    }

    /** Finds out who has acknowledged an incident; an incident itself tells only that somebody has. */
    record LookAtAcks(AlertId id, long pk) implements OfAcks {
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
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.lookAtAcks(this);
        }
    }

    /**
     * Acknowledges an incident, or gives an acknowledgement of ours another end.
     *
     * @param ackPk the one that gets another end; 0 for a new one
     */
    record Ack(AlertId id, long pk, long ackPk, DesiredAck ack) implements OfAcks {
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

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.ack(this);
        }
    }

    /** Takes acknowledgements of ours back. */
    record Unack(AlertId id, long pk, List<Long> acks) implements OfAcks {
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

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.unack(this);
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
        public void noteRefused(Ledger ledger, Instant now) {
            ledger.noteRefused(desired, now);
        }

        @Override
        public void noteUnknown(Ledger ledger, Instant now) {
            ledger.noteLostWrite(pk, now);
        }

        @Override
        public <T> T accept(ActionVisitor<T> handler) {
            return handler.change(this);
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
