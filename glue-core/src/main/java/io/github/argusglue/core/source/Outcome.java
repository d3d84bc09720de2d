package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.reconcile.EndedRecord;
import java.util.List;

/** What became of an action. */
sealed interface Outcome {

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
    record Open(Incident incident, How how) implements Outcome {
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
    record Reopened(long pk) implements Outcome {
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
    record Changed(Incident incident) implements Outcome {
        @Override
        public void accept(Handler handler) {
            handler.changed(this);
        }
    }

    /** The incident is acknowledged by us. */
    record Acked(IncidentAck ack) implements Outcome {
        @Override
        public void accept(Handler handler) {
            handler.acked(this);
        }
    }

    /** Acknowledgements of ours are taken back. */
    record Unacked(List<Long> acks) implements Outcome {
        @Override
        public void accept(Handler handler) {
            handler.unacked(this);
        }
    }

    /** Who has acknowledged the incident. */
    record Acks(List<IncidentAck> acks) implements Outcome {
        @Override
        public void accept(Handler handler) {
            handler.acks(this);
        }
    }

    /** The incident is closed: ended by us just now, or found so. */
    record Closed(EndedRecord record, boolean isFound) implements Outcome {
        @Override
        public void accept(Handler handler) {
            handler.closed(this);
        }
    }
}
