package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.IncidentLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up incidents whose state is in doubt: an answer was lost, or the feed shows that somebody changed them. */
public final class IncidentLookup {

    /** Description of the event when a ticket is set a second time, after the name of the person who had set it. */
    static final String TICKET_AGAIN = " had changed the ticket; a change at the same moment had undone it";

    private final Argus argus;
    private final InstantSource clock;

    public IncidentLookup(Argus argus, InstantSource clock) {
        this.argus = argus;
        this.clock = clock;
    }

    /**
     * Looks up incidents.
     *
     * @param pks the incidents
     * @param byPeople what people did to them according to the feed
     */
    public List<LookupResult> lookUp(Set<Long> pks, PersonChanges byPeople)
            throws ArgusException, InterruptedException {
        List<LookupResult> seen = new ArrayList<>();
        for (Incident incident : argus.findByPk(pks)) {
            boolean byPerson = byPeople.closed().contains(incident.pk());
            if (!Instant.MAX.equals(incident.endTime())) {
                seen.add(new LookupResult(
                        incident,
                        closedIncident(incident, byPerson ? ClosedIncident.By.PERSON : ClosedIncident.By.UNKNOWN)));
            } else if (byPerson && IncidentLog.isClosedByPerson(argus.events(incident.pk()))) {
                seen.add(new LookupResult(incident, closeAgain(incident)));
            } else {
                String ticket = byPeople.tickets().get(incident.pk());
                boolean lost = ticket != null && !ticket.equals(incident.ticketUrl());
                seen.add(new LookupResult(lost ? restoreTicket(incident) : incident, null));
            }
        }
        return seen;
    }

    /**
     * Closes an incident a second time. Argus saves the whole incident with each change: our change at the same moment
     * as a person's close has undone the close, although both requests succeeded (seen on 2.10.2).
     */
    private ClosedIncident closeAgain(Incident incident) throws ArgusException, InterruptedException {
        argus.postEvent(
                incident.pk(), EventType.END, argus.clampToServerTime(clock.instant()), IncidentLog.CLOSED_AGAIN);
        return closedIncident(incident, ClosedIncident.By.PERSON);
    }

    /**
     * Sets a person's ticket a second time. The incident's log decides, because somebody may have changed the ticket
     * again.
     */
    private Incident restoreTicket(Incident incident) throws ArgusException, InterruptedException {
        long pk = incident.pk();
        IncidentEvent last = argus.events(pk).stream()
                .filter(event -> event.newTicket().isPresent())
                .max(Comparator.comparingLong(IncidentEvent::pk))
                .orElse(null);
        String ticket = last == null ? incident.ticketUrl() : last.newTicket().orElse("");
        if (last == null || ticket.equals(incident.ticketUrl())) {
            return incident;
        }
        Incident changed = argus.change(pk, new IncidentChange(null, null, null, null, ticket, null));
        argus.postEvent(pk, EventType.OTH, argus.clampToServerTime(clock.instant()), last.actor() + TICKET_AGAIN);
        return changed;
    }

    private ClosedIncident closedIncident(Incident incident, ClosedIncident.By by) {
        Instant end = incident.endTime();
        Instant at = end == null || end.equals(Instant.MAX) ? clock.instant() : end;
        return ClosedIncident.of(incident, at, by);
    }

    /**
     * What people did since the last lookup, according to the feed.
     *
     * @param closed incidents that a person closed
     * @param tickets the last ticket that a person set, by incident; empty text for none
     */
    public record PersonChanges(Set<Long> closed, Map<Long, String> tickets) {
        public static final PersonChanges NOTHING = new PersonChanges(Set.of(), Map.of());
    }

    /**
     * Result of a lookup of one incident.
     *
     * @param closed how it was closed; null if it is open
     */
    public record LookupResult(Incident incident, @Nullable ClosedIncident closed) {}
}
