package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event of an incident's log.
 *
 * @param pk its number; later events have higher numbers
 * @param incidentPk number of the incident
 * @param sourcePk number of the incident's source system; 0 if the answer does not contain it
 * @param type its type
 * @param actorPk number of the user who caused it
 * @param actor name of that user
 * @param timestamp when it happened, as stated by its writer: may be in the past or in the future
 * @param description may be empty
 */
public record IncidentEvent(
        long pk,
        long incidentPk,
        long sourcePk,
        EventType type,
        long actorPk,
        String actor,
        Instant timestamp,
        String description) {
    /** Text of Argus 2.10.2: {@code Change: "ticket_url": OLD → NEW}; either may be empty. */
    private static final Pattern TICKET = Pattern.compile("Change: \"ticket_url\":.*→\\s*(\\S*)\\s*");

    /** Returns the ticket that this event set, an empty text if it removed the ticket; empty if it is another event. */
    public Optional<String> newTicket() {
        if (type != EventType.CHI) {
            return Optional.empty();
        }
        Matcher matcher = TICKET.matcher(description);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
