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
 * Open incidents that others have reopened. If a person reopened an incident after its alert had ended, it stays open
 * until the alert returns or a person closes it; then it is treated like any other incident. Owned by one thread.
 */
public final class ReopenedIncidents {
    private final Map<Long, Reopening> states = new HashMap<>();

    /** Incidents whose alert is open in the source again, to be reported once. */
    private final Set<Long> returned = new HashSet<>();

    private enum ReopenedBy {
        /** The log has not been read. */
        UNKNOWN,
        PERSON
    }

    /**
     * What is known about a reopened incident.
     *
     * @param over whether its alert had ended when it was reopened
     * @param returnedAt when its alert was seen to be open again; null if it was not
     */
    private record Reopening(
            ReopenedBy by, boolean over, @Nullable Instant returnedAt) {}

    /**
     * Records that a closed incident is open again; who reopened it has not been looked up.
     *
     * @param over whether its alert had ended, as opposed to being quiet
     */
    void record(long pk, boolean over) {
        states.put(pk, new Reopening(ReopenedBy.UNKNOWN, over, null));
    }

    /** Records that a person has reopened an incident, according to its log. */
    public void recordByPerson(long pk) {
        states.put(pk, new Reopening(ReopenedBy.PERSON, true, null));
    }

    /** Returns whether an incident is open only because a person reopened it, not because of an alert. */
    public boolean isByPerson(long pk) {
        Reopening state = states.isEmpty() ? null : states.get(pk);
        return state != null && state.by() == ReopenedBy.PERSON && state.returnedAt() == null;
    }

    /** Returns when the alert of a reopened incident was seen to be open again; null if it was not. */
    @Nullable
    public Instant returnedAt(long pk) {
        Reopening state = states.isEmpty() ? null : states.get(pk);
        return state == null ? null : state.returnedAt();
    }

    /** Returns whether the alert of a reopened incident had ended, and was seen to be open again only after a time. */
    boolean hasReturnedAfter(long pk, Instant time) {
        Reopening state = states.isEmpty() ? null : states.get(pk);
        return state != null
                && state.over()
                && state.returnedAt() != null
                && state.returnedAt().isAfter(time);
    }

    /** Records which of these incidents have an open alert in a snapshot. */
    void recordSnapshot(LongPredicate isShown, LongPredicate isOpen, Instant receivedAt) {
        states.keySet().removeIf(pk -> !isOpen.test(pk));
        states.replaceAll((pk, state) -> {
            if (state.returnedAt() != null || !isShown.test(pk)) {
                return state;
            }
            if (state.over()) {
                returned.add(pk);
            }
            return new Reopening(state.by(), state.over(), receivedAt);
        });
    }

    /** Records that an incident is open again because its alert is. */
    public void recordReturn(long pk) {
        returned.add(pk);
    }

    /** Returns the incidents whose alert had ended and is open again, each once. */
    public Set<Long> takeReturned() {
        if (returned.isEmpty()) {
            return Set.of();
        }
        Set<Long> taken = Set.copyOf(returned);
        returned.clear();
        return taken;
    }

    /** Returns what has to be stored for a restart: whose log was read, and whose alert has returned since. */
    public List<ReopenedIncident> known() {
        List<ReopenedIncident> known = new ArrayList<>();
        states.forEach((pk, state) -> {
            if (state.by() == ReopenedBy.PERSON || state.returnedAt() != null) {
                known.add(new ReopenedIncident(pk, state.by() == ReopenedBy.PERSON, state.returnedAt()));
            }
        });
        known.sort((a, b) -> Long.compare(a.incident(), b.incident()));
        return known;
    }

    /** Restores what the last run knew. */
    public void restore(List<ReopenedIncident> known) {
        known.forEach(one -> states.put(
                one.incident(),
                new Reopening(one.byPerson() ? ReopenedBy.PERSON : ReopenedBy.UNKNOWN, true, one.returnedAt())));
    }

    /**
     * The stored state of a reopened incident.
     *
     * @param byPerson whether its log shows that a person reopened it
     * @param returnedAt when its alert was seen to be open again; null if it was not
     */
    public record ReopenedIncident(
            long incident, boolean byPerson, @Nullable Instant returnedAt) {}
}
