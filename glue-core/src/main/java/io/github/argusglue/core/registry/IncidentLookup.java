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

/**
 * Looks at incidents whose state is in doubt: an answer was lost, or the feed says that somebody did something to them.
 */
public final class IncidentLookup {

    /** Why a ticket is set once more, in the incident's log, after the name of who had set it. */
    static final String TICKET_AGAIN = " had changed the ticket; a change at the same moment had undone it";

    private final Argus argus;
    private final InstantSource clock;

    public IncidentLookup(Argus argus, InstantSource clock) {
        this.argus = argus;
        this.clock = clock;
    }

    /**
     * Looks at incidents.
     *
     * @param pks the incidents
     * @param byPeople what the feed says that people did to them
     */
    public List<Seen> look(Set<Long> pks, ByPeople byPeople) throws ArgusException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        for (Incident incident : argus.findByPk(pks)) {
            boolean byPerson = byPeople.closed().contains(incident.pk());
            if (!Instant.MAX.equals(incident.endTime())) {
                seen.add(new Seen(
                        incident, ended(incident, byPerson ? ClosedIncident.By.PERSON : ClosedIncident.By.UNKNOWN)));
            } else if (byPerson && IncidentLog.isClosedByPerson(argus.events(incident.pk()))) {
                seen.add(new Seen(incident, closeAgain(incident)));
            } else {
                String ticket = byPeople.tickets().get(incident.pk());
                boolean lost = ticket != null && !ticket.equals(incident.ticketUrl());
                seen.add(new Seen(lost ? withTicket(incident) : incident, null));
            }
        }
        return seen;
    }

    /**
     * Argus saves the whole incident at each change: a change of ours that met a person's close has undone it, though
     * both were answered well (seen on 2.10.2). What the person wanted is done once more.
     */
    private ClosedIncident closeAgain(Incident incident) throws ArgusException, InterruptedException {
        argus.postEvent(
                incident.pk(), EventType.END, argus.clampToServerTime(clock.instant()), IncidentLog.CLOSED_AGAIN);
        return ended(incident, ClosedIncident.By.PERSON);
    }

    /**
     * The same with the ticket that a person gave it. The incident's log has the last word: somebody may have changed
     * the ticket once more.
     */
    private Incident withTicket(Incident incident) throws ArgusException, InterruptedException {
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

    private ClosedIncident ended(Incident incident, ClosedIncident.By by) {
        Instant end = incident.endTime();
        Instant at = end == null || end.equals(Instant.MAX) ? clock.instant() : end;
        return new ClosedIncident(incident.pk(), incident.sourceIncidentId(), at, by);
    }

    /**
     * What the feed says that people did since the last look.
     *
     * @param closed incidents that a person closed
     * @param tickets by incident, the last ticket that a person gave it; empty text for none
     */
    public record ByPeople(Set<Long> closed, Map<Long, String> tickets) {
        public static final ByPeople NOTHING = new ByPeople(Set.of(), Map.of());
    }

    /**
     * What was seen of an incident.
     *
     * @param closed how it was closed; null if it is open
     */
    public record Seen(Incident incident, @Nullable ClosedIncident closed) {}
}
