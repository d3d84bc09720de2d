package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.reconcile.EndedRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at incidents whose state is in doubt: an answer was lost, or the feed says that somebody did something to them.
 */
final class Refresh {
    /** Why an incident is closed once more, in its log. */
    static final String CLOSED_AGAIN = "closed by a person; a change at the same moment had undone it";

    private final Argus argus;
    private final InstantSource clock;

    Refresh(Argus argus, InstantSource clock) {
        this.argus = argus;
        this.clock = clock;
    }

    /**
     * Looks at incidents.
     *
     * @param pks the incidents
     * @param closedByPerson those of which the feed says that a person closed them
     */
    List<Seen> look(Set<Long> pks, Set<Long> closedByPerson) throws ArgusException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        for (Incident incident : argus.byPk(pks)) {
            boolean byPerson = closedByPerson.contains(incident.pk());
            if (!Instant.MAX.equals(incident.endTime())) {
                seen.add(
                        new Seen(incident, ended(incident, byPerson ? EndedRecord.By.PERSON : EndedRecord.By.UNKNOWN)));
            } else if (byPerson && Performer.isClosedByPerson(argus.events(incident.pk()))) {
                seen.add(new Seen(incident, closeAgain(incident)));
            } else {
                seen.add(new Seen(incident, null));
            }
        }
        return seen;
    }

    /**
     * Argus saves the whole incident at each change: a change of ours that met a person's close has undone it, though
     * both were answered well (seen on 2.10.2). What the person wanted is done once more.
     */
    private EndedRecord closeAgain(Incident incident) throws ArgusException, InterruptedException {
        argus.post(incident.pk(), EventType.END, argus.notAhead(clock.instant()), CLOSED_AGAIN);
        return ended(incident, EndedRecord.By.PERSON);
    }

    private EndedRecord ended(Incident incident, EndedRecord.By by) {
        Instant end = incident.endTime();
        Instant at = end == null || end.equals(Instant.MAX) ? clock.instant() : end;
        return new EndedRecord(incident.pk(), incident.sourceIncidentId(), at, by);
    }

    /**
     * What was seen of an incident.
     *
     * @param closed how it was closed; null if it is open
     */
    record Seen(Incident incident, @Nullable EndedRecord closed) {}
}
