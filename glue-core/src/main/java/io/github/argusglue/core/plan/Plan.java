package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.EntrySet;
import io.github.argusglue.core.registry.MassCloseCandidates;
import io.github.argusglue.core.registry.PendingSince;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done in Argus, and what waits and why.
 *
 * @param actions in no particular order, at most one for each alert and incident
 * @param held what guards made wait
 * @param absentees open incidents whose alert is gone, and what ended lately
 * @param patience what waits for time to pass, and since when
 * @param shown open incidents that were compared and that an open alert stands behind
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown open incidents that nobody recognises and that are left alone
 * @param hidden alerts that are not shown because there are too many
 * @param planAt when something is due that another plan brings about; null if nothing is
 * @param lookAt when something is due if a snapshot taken then still says the same; null if nothing is
 */
public record Plan(
        List<Action> actions,
        List<Hold> held,
        MassCloseCandidates absentees,
        PendingSince patience,
        EntrySet shown,
        int quiet,
        int unknown,
        int hidden,
        @Nullable Instant planAt,
        @Nullable Instant lookAt) {

    /** Tells whether Argus is as it should be, apart from what guards hold. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    /** Returns a copy with other actions and with one thing more that waits; another plan is made when that is due. */
    public Plan with(List<Action> fewer, Hold more) {
        List<Hold> all = new ArrayList<>(held);
        all.add(more);
        Instant due = more.until();
        Instant next = planAt == null || (due != null && due.isBefore(planAt)) ? due : planAt;
        return new Plan(fewer, all, absentees, patience, shown, quiet, unknown, hidden, next, lookAt);
    }

    /** Returns how many open incidents are to be changed, those included that wait because they are so many. */
    public int changes() {
        int now = (int) actions.stream().filter(Action.Change.class::isInstance).count();
        return now
                + held.stream()
                        .filter(hold -> hold.guard() == Hold.Guard.UPDATE_PACE)
                        .mapToInt(Hold::count)
                        .sum();
    }

    /** Returns what is to be done in Argus, how much of it of each kind, for people; what waits is not counted. */
    public String summary() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        actions.stream()
                .filter(Action::isWrite)
                .sorted(Comparator.comparingInt(Action::rank))
                .forEach(action -> kinds.merge(action.name(), 1, Integer::sum));
        return kinds.isEmpty()
                ? "nothing"
                : kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Returns what guards made wait, one line each with a count. */
    public List<String> holds() {
        return held.stream().map(Hold::text).toList();
    }
}
