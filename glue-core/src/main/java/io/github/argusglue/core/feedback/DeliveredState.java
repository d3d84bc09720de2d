package io.github.argusglue.core.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source has been told about an incident, so that it is told once.
 *
 * @param incident its number
 * @param handled number of the newest line of its log that was dealt with
 * @param acked whether the source takes it for acknowledged in Argus
 * @param ackEnd when that runs out by what we know; null if it does not, or is not known
 * @param ticket the ticket that was there when we looked last; empty for none
 * @param closed whether the source was told that a person has closed it
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

    /** Tells whether that is what a source takes for granted anyway. */
    boolean isNothing() {
        return !acked && ticket.isEmpty() && !closed;
    }

    /** What the source knew of acknowledgements and tickets is gone with its alert. */
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
