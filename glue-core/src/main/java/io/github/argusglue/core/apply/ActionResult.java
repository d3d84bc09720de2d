package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.registry.ClosedIncident;
import java.util.List;

/** What became of an action. */
public sealed interface ActionResult {

    /** Tells whether things were so already, and nothing was done. */
    default boolean isFound() {
        return false;
    }

    /** Hands it to a handler, as what it is. */
    void accept(Handler handler);

    /** Knows what follows from an outcome of each kind. */
    interface Handler {
        void open(Open outcome);

        void reopened(Reopened outcome);

        void changed(Changed outcome);

        void acked(Acked outcome);

        void unacked(Unacked outcome);

        void acks(Acks outcome);

        void closed(Closed outcome);
    }

    /** The incident is open now. */
    record Open(Incident incident, How how) implements ActionResult {
        /** What made it open. */
        enum How {
            MADE,
            RESTARTED,
            FOUND
        }

        @Override
        public boolean isFound() {
            return how == How.FOUND;
        }

        @Override
        public void accept(Handler handler) {
            handler.open(this);
        }
    }

    /** The incident is to stay open: a person has reopened it after its alert was over. */
    record Reopened(long pk) implements ActionResult {
        @Override
        public boolean isFound() {
            return true;
        }

        @Override
        public void accept(Handler handler) {
            handler.reopened(this);
        }
    }

    /** The incident was changed. */
    record Changed(Incident incident) implements ActionResult {
        @Override
        public void accept(Handler handler) {
            handler.changed(this);
        }
    }

    /** The incident is acknowledged by us. */
    record Acked(IncidentAck ack) implements ActionResult {
        @Override
        public void accept(Handler handler) {
            handler.acked(this);
        }
    }

    /** Acknowledgements of ours are taken back. */
    record Unacked(List<Long> acks) implements ActionResult {
        @Override
        public void accept(Handler handler) {
            handler.unacked(this);
        }
    }

    /** Who has acknowledged the incident. */
    record Acks(List<IncidentAck> acks) implements ActionResult {
        @Override
        public void accept(Handler handler) {
            handler.acks(this);
        }
    }

    /** The incident is closed: ended by us just now, or found so. */
    record Closed(ClosedIncident record, boolean isFound) implements ActionResult {
        @Override
        public void accept(Handler handler) {
            handler.closed(this);
        }
    }
}
