package io.github.argusglue.core.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source has been told about an incident, so that it is not told twice.
 *
 * @param incident number of the incident
 * @param handled number of the newest event of its log that was processed
 * @param acked whether the source considers it acknowledged in Argus
 * @param ackEnd when the acknowledgement expires, as far as known; null if it does not, or if it is not known
 * @param ticket the ticket at the last lookup; empty for none
 * @param closed whether the source was told that a person closed it
 */
public record DeliveredState(
        long incident,
        long handled,
        boolean acked,
        @Nullable Instant ackEnd,
        String ticket,
        boolean closed) {

    public static DeliveredState nothing(long incident) {
        return new DeliveredState(incident, 0, false, null, "", false);
    }

    /** Returns whether this is the state that a source assumes anyway. */
    boolean isDefault() {
        return !acked && ticket.isEmpty() && !closed;
    }

    /** Returns a copy without acknowledgement and ticket, which the source has lost together with its alert. */
    DeliveredState withoutAlert() {
        return new DeliveredState(incident, handled, false, null, "", closed);
    }

    public DeliveredState handled(long event) {
        return event <= handled ? this : new DeliveredState(incident, event, acked, ackEnd, ticket, closed);
    }

    public DeliveredState acked(boolean is, @Nullable Instant end) {
        return new DeliveredState(incident, handled, is, end, ticket, closed);
    }

    DeliveredState ticket(String is) {
        return new DeliveredState(incident, handled, acked, ackEnd, is, closed);
    }

    public DeliveredState closed(boolean is) {
        return new DeliveredState(incident, handled, acked, ackEnd, ticket, is);
    }
}
