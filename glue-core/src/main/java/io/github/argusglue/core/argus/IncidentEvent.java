package io.github.argusglue.core.argus;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an incident's log.
 *
 * @param pk its number, growing with the time it was written
 * @param incidentPk the incident
 * @param sourcePk number of the source system the incident belongs to; 0 if the answer does not tell
 * @param type what it is
 * @param actorPk number of the user who did it
 * @param actor name of that user
 * @param timestamp when it happened, by its writer's word: may lie in the past or the future
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
    /** How Argus 2.10.2 words it: {@code Change: "ticket_url": OLD → NEW}, either of which may be empty. */
    private static final Pattern TICKET = Pattern.compile("Change: \"ticket_url\":.*→\\s*(\\S*)\\s*");

    /** Returns the ticket that this event gave its incident, empty text for none; empty if it is no such event. */
    public Optional<String> newTicket() {
        if (type != EventType.CHI) {
            return Optional.empty();
        }
        Matcher matcher = TICKET.matcher(description);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
