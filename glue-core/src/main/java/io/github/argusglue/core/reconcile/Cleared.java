package io.github.argusglue.core.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts that have cleared after their last incident was closed, by a person or by nobody knows whom: listings go on to
 * show that incident and earlier ones for a while, and none of them keeps the alert quiet when it comes back. Owned by
 * one thread.
 */
public final class Cleared {
    private final Map<Slot, Known> known = new HashMap<>();

    /** Notes that an alert has cleared, whose last incident is closed. */
    void note(Slot alert, EndedRecord record) {
        known.put(alert, new Known(alert, record.endedAt(), record.by() == EndedRecord.By.PERSON));
    }

    /** Tells whether an alert has cleared since an incident of it ended. */
    boolean isSince(Slot alert, Instant end) {
        Known one = known.isEmpty() ? null : known.get(alert);
        return one != null && !end.isAfter(one.closedAt());
    }

    /**
     * Tells whether an alert has cleared since an incident of it ended, and it is known that a person closed the last.
     */
    boolean isSinceAPersonsClose(Slot alert, Instant end) {
        Known one = known.isEmpty() ? null : known.get(alert);
        return one != null && one.byPerson() && !end.isAfter(one.closedAt());
    }

    /** Forgets those whose incidents no listing shows any more. */
    void forgetBefore(Instant oldest) {
        known.values().removeIf(one -> one.closedAt().isBefore(oldest));
    }

    /** Returns what a restart must still know. */
    public List<Known> known() {
        List<Known> all = new ArrayList<>(known.values());
        all.sort(Comparator.comparing((Known one) -> one.alert().key())
                .thenComparing(one -> one.alert().unique()));
        return all;
    }

    /** Takes what the last run knew. */
    public void remember(List<Known> earlier) {
        earlier.forEach(one -> known.put(one.alert(), one));
    }

    /**
     * One of them.
     *
     * @param closedAt when its last incident was closed
     * @param byPerson whether it is known that a person closed that
     */
    public record Known(Slot alert, Instant closedAt, boolean byPerson) {}
}
