package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.registry.ClosedIncident;
import java.util.List;

/** The result of an action. */
public sealed interface ActionResult {

    /** Returns whether the incident was in this state already and nothing was changed. */
    default boolean isFound() {
        return false;
    }

    /** Passes the result to the method of the visitor for its kind. */
    void accept(ResultVisitor visitor);

    /** Handles results of each kind. */
    interface ResultVisitor {
        void open(Open outcome);

        void reopened(Reopened outcome);

        void changed(Changed outcome);

        void acked(Acked outcome);

        void unacked(Unacked outcome);

        void acks(Acks outcome);

        void closed(Closed outcome);
    }

    /** The incident is open. */
    record Open(Incident incident, How how) implements ActionResult {
        /** How it became open. */
        enum How {
            CREATED,
            RESTARTED,
            FOUND
        }

        @Override
        public boolean isFound() {
            return how == How.FOUND;
        }

        @Override
        public void accept(ResultVisitor visitor) {
            visitor.open(this);
        }
    }

    /** The incident stays open: a person reopened it after its alert had ended. */
    record Reopened(long pk) implements ActionResult {
        @Override
        public boolean isFound() {
            return true;
        }

        @Override
        public void accept(ResultVisitor visitor) {
            visitor.reopened(this);
        }
    }

    /** The incident was changed. */
    record Changed(Incident incident) implements ActionResult {
        @Override
        public void accept(ResultVisitor visitor) {
            visitor.changed(this);
        }
    }

    /** The incident was acknowledged. */
    record Acked(IncidentAck ack) implements ActionResult {
        @Override
        public void accept(ResultVisitor visitor) {
            visitor.acked(this);
        }
    }

    /** Own acknowledgements were withdrawn. */
    record Unacked(List<Long> acks) implements ActionResult {
        @Override
        public void accept(ResultVisitor visitor) {
            visitor.unacked(this);
        }
    }

    /** The acknowledgements of the incident. */
    record Acks(List<IncidentAck> acks) implements ActionResult {
        @Override
        public void accept(ResultVisitor visitor) {
            visitor.acks(this);
        }
    }

    /** The incident is closed: it was ended now, or found closed. */
    record Closed(ClosedIncident record, boolean isFound) implements ActionResult {
        @Override
        public void accept(ResultVisitor visitor) {
            visitor.closed(this);
        }
    }
}
