package io.github.argusglue.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Open incidents that somebody else has opened again after they were closed. One that a person has reopened after its
 * alert was over stays open until the alert is back or a person closes it; from then on it is an incident like any
 * other. Owned by one thread.
 */
public final class ReopenedIncidents {
    private final Map<Long, State> states = new HashMap<>();

    /** Incidents whose alert is open in the source again, for those who have to tell it something. */
    private final Set<Long> back = new HashSet<>();

    private enum By {
        /** Its log was not read. */
        UNKNOWN,
        PERSON
    }

    /**
     * What is known of one.
     *
     * @param over whether its alert was over when it was opened again
     * @param returnedAt since when its alert is open again; null if it is not
     */
    private record State(By by, boolean over, @Nullable Instant returnedAt) {}

    /**
     * Notes that an incident is open again which we knew to be closed; nobody has looked who did it.
     *
     * @param over whether its alert was over, as opposed to quiet
     */
    public void note(long pk, boolean over) {
        states.put(pk, new State(By.UNKNOWN, over, null));
    }

    /** Notes that its log says that a person has reopened an incident. */
    public void noteByPerson(long pk) {
        states.put(pk, new State(By.PERSON, true, null));
    }

    /** Tells whether an incident is open because a person wants it to be, not because of an alert. */
    public boolean isByPerson(long pk) {
        State state = states.isEmpty() ? null : states.get(pk);
        return state != null && state.by() == By.PERSON && state.returnedAt() == null;
    }

    /** Returns since when a reopened incident stands for an open alert again; null if it does not. */
    @Nullable
    public Instant returnedAt(long pk) {
        State state = states.isEmpty() ? null : states.get(pk);
        return state == null ? null : state.returnedAt();
    }

    /** Takes a snapshot: which of these incidents stand for an alert that is open now. */
    public void snapshot(LongPredicate isShown, LongPredicate isOpen, Instant takenAt) {
        states.keySet().removeIf(pk -> !isOpen.test(pk));
        states.replaceAll((pk, state) -> {
            if (state.returnedAt() != null || !isShown.test(pk)) {
                return state;
            }
            if (state.over()) {
                back.add(pk);
            }
            return new State(state.by(), state.over(), takenAt);
        });
    }

    /** Notes that an incident is open again because its alert is. */
    public void noteBack(long pk) {
        back.add(pk);
    }

    /** Returns once the incidents whose alert was over and is open again. */
    public Set<Long> takeBack() {
        if (back.isEmpty()) {
            return Set.of();
        }
        Set<Long> taken = Set.copyOf(back);
        back.clear();
        return taken;
    }

    /** Returns what a restart must still know: whose log was read, and whose alert has come back since. */
    public List<Known> known() {
        List<Known> known = new ArrayList<>();
        states.forEach((pk, state) -> {
            if (state.by() == By.PERSON || state.returnedAt() != null) {
                known.add(new Known(pk, state.by() == By.PERSON, state.returnedAt()));
            }
        });
        known.sort((a, b) -> Long.compare(a.incident(), b.incident()));
        return known;
    }

    /** Takes what the last run knew. */
    public void remember(List<Known> known) {
        known.forEach(one ->
                states.put(one.incident(), new State(one.byPerson() ? By.PERSON : By.UNKNOWN, true, one.returnedAt())));
    }

    /**
     * What is known of an incident that was opened again.
     *
     * @param byPerson whether its log was read and says so
     * @param returnedAt since when its alert is open again; null if it is not
     */
    public record Known(
            long incident, boolean byPerson, @Nullable Instant returnedAt) {}
}
