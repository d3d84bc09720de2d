package io.github.argusglue.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closed incidents whose alert has cleared since, closed by a person or by nobody knows whom: listings go on to show
 * them for a while, and none of them keeps its alert quiet when that comes back. Owned by one thread.
 */
public final class ClearedIncidents {
    private final Map<Long, Known> known = new HashMap<>();

    /** Notes that the alert of a closed incident has cleared. */
    void note(ClosedIncident record) {
        known.put(record.pk(), new Known(record.pk(), record.endedAt(), record.by() == ClosedIncident.By.PERSON));
    }

    /** Tells whether an incident that ended at that time is one of them. */
    boolean contains(long pk, Instant end) {
        Known one = known.isEmpty() ? null : known.get(pk);
        return one != null && one.closedAt().equals(end);
    }

    /** Tells whether an incident that ended at that time is one of them, and it is known that a person closed it. */
    boolean isByPerson(long pk, Instant end) {
        Known one = known.isEmpty() ? null : known.get(pk);
        return one != null && one.byPerson() && one.closedAt().equals(end);
    }

    /** Forgets those that no listing shows any more. */
    void forgetBefore(Instant oldest) {
        known.values().removeIf(one -> one.closedAt().isBefore(oldest));
    }

    /** Returns what a restart must still know. */
    public List<Known> known() {
        List<Known> all = new ArrayList<>(known.values());
        all.sort((a, b) -> Long.compare(a.incident(), b.incident()));
        return all;
    }

    /** Takes what the last run knew. */
    public void remember(List<Known> earlier) {
        earlier.forEach(one -> known.put(one.incident(), one));
    }

    /**
     * One of them.
     *
     * @param incident its number
     * @param closedAt when it was closed; it is another end of it that was at another time
     * @param byPerson whether it is known that a person closed it
     */
    public record Known(long incident, Instant closedAt, boolean byPerson) {}
}
