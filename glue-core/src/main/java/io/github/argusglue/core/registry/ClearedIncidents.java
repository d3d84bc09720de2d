package io.github.argusglue.core.registry;

import io.github.argusglue.core.shape.AlertKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts that have cleared after their last incident was closed by a person, or it is not known by whom. Listings show
 * that incident and earlier ones for a while, and none of them must keep the alert quiet when it comes back. Owned by
 * one thread.
 */
public final class ClearedIncidents {
    private final Map<AlertKey, ClearedAlert> known = new HashMap<>();

    /** Records that an alert has cleared whose last incident is closed. */
    void record(AlertKey alert, ClosedIncident record) {
        known.put(alert, new ClearedAlert(alert, record.endedAt(), record.by() == ClosedIncident.By.PERSON));
    }

    /** Returns whether an alert has cleared since an incident of it ended. */
    boolean hasClearedSince(AlertKey alert, Instant end) {
        ClearedAlert one = known.isEmpty() ? null : known.get(alert);
        return one != null && !end.isAfter(one.closedAt());
    }

    /**
     * Returns whether an alert has cleared since an incident of it ended and the last one is known to have been closed
     * by a person.
     */
    boolean hasClearedSincePersonClose(AlertKey alert, Instant end) {
        ClearedAlert one = known.isEmpty() ? null : known.get(alert);
        return one != null && one.byPerson() && !end.isAfter(one.closedAt());
    }

    /** Forgets those whose incidents are no longer in any listing. */
    void forgetBefore(Instant oldest) {
        known.values().removeIf(one -> one.closedAt().isBefore(oldest));
    }

    /** Returns what has to be stored for a restart. */
    public List<ClearedAlert> known() {
        List<ClearedAlert> all = new ArrayList<>(known.values());
        all.sort(Comparator.comparing((ClearedAlert one) -> one.alert().key())
                .thenComparing(one -> one.alert().unique()));
        return all;
    }

    /** Restores what the last run knew. */
    public void restore(List<ClearedAlert> earlier) {
        earlier.forEach(one -> known.put(one.alert(), one));
    }

    /**
     * An alert that has cleared.
     *
     * @param closedAt when its last incident was closed
     * @param byPerson whether a person is known to have closed it
     */
    public record ClearedAlert(AlertKey alert, Instant closedAt, boolean byPerson) {}
}
